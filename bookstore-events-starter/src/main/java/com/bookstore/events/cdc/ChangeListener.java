package com.bookstore.events.cdc;

import com.bookstore.events.cdc.ChangePublisher.Batch;
import com.bookstore.events.cdc.ChangePublisher.Failure;
import com.bookstore.events.cdc.ChangeTable.Translated;
import com.bookstore.events.cdc.change.MalformedChangeException;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.observability.LogFields;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.BatchMessageListener;
import org.springframework.kafka.listener.ConsumerRecordRecoverer;

/**
 * Publishes what the changes of one poll mean:
 *
 * <ol>
 *   <li>translate the records in order, up to the first whose translator fails, and give their events to the publisher;
 *   <li>wait once until something became of all of them;
 *   <li>go through the records in order: tell the translator of a change whose events are published, make a dead letter of a
 *       record that is malformed, untranslatable or unpublishable for good;
 *   <li>at the first that is to be tried again, stop: what came before is committed, it and the rest come again. What of the
 *       rest is published already then comes again under the same event ids.
 * </ol>
 */
final class ChangeListener implements BatchMessageListener<Object, byte[]> {

    private static final Logger log = LoggerFactory.getLogger(ChangeListener.class);

    private final ChangeTables tables;
    private final ChangePublisher publisher;
    private final ConsumerRecordRecoverer deadLetters;
    private final ChangeAttempts attempts;
    private final ChangeStatus status;
    private final EventRecorder recorder;
    private final String group;

    ChangeListener(
            ChangeTables tables,
            ChangePublisher publisher,
            ConsumerRecordRecoverer deadLetters,
            ChangeAttempts attempts,
            ChangeStatus status,
            EventRecorder recorder,
            String group) {
        this.tables = tables;
        this.publisher = publisher;
        this.deadLetters = deadLetters;
        this.attempts = attempts;
        this.status = status;
        this.recorder = recorder;
        this.group = group;
    }

    @Override
    public void onMessage(List<ConsumerRecord<Object, byte[]>> records) {
        status.begin();
        try {
            publish(records);
        } finally {
            status.end();
        }
    }

    private void publish(List<ConsumerRecord<Object, byte[]>> records) {
        Batch batch = publisher.begin();
        List<Taken> taken = new ArrayList<>(records.size());
        for (ConsumerRecord<Object, byte[]> record : records) {
            ChangeTable<?> table = tables.of(record.topic());
            if (table == null) {
                throw new IllegalStateException(
                        "A record of topic '%s', which is not listened to".formatted(record.topic()));
            }
            Taken next = take(record, table, batch);
            taken.add(next);
            if (next.isToBeTriedAgain()) {
                break;
            }
        }
        settle(taken, batch.await());
    }

    private Taken take(ConsumerRecord<Object, byte[]> record, ChangeTable<?> table, Batch batch) {
        recorder.handedOver(record.topic(), group, record.timestamp());
        try {
            Translated translated = table.translate(record, key(record.key()));
            translated.events().forEach(batch::add);
            return new Taken(record, table.name(), translated, null);
        } catch (MalformedChangeException malformed) {
            return failed(record, table, malformed, Kind.MALFORMED, true);
        } catch (UntranslatableChangeException untranslatable) {
            return failed(record, table, untranslatable, Kind.UNTRANSLATABLE, true);
        } catch (RuntimeException failure) {
            return failed(record, table, failure, Kind.TRANSLATION, attempts.areUsedUp(record));
        } catch (StackOverflowError | LinkageError | AssertionError failure) {
            // left to the container they would end it, and the next start would meet the same record
            return failed(
                    record, table, new IllegalStateException(failure), Kind.TRANSLATION, attempts.areUsedUp(record));
        }
    }

    private static Taken failed(
            ConsumerRecord<Object, byte[]> record,
            ChangeTable<?> table,
            RuntimeException failure,
            Kind kind,
            boolean isFinal) {
        return new Taken(record, table.name(), null, new Failed(failure, kind, isFinal));
    }

    private static byte @Nullable [] key(@Nullable Object key) {
        return key instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : (byte[]) key;
    }

    private void settle(List<Taken> taken, List<@Nullable Failure> outcomes) {
        int next = 0;
        for (Taken record : taken) {
            Translated translated = record.translated;
            Failed failed = record.failed;
            if (translated != null) {
                int end = next + translated.events().size();
                Failure failure = worst(outcomes.subList(next, end));
                next = end;
                failed = failure == null ? null : new Failed(failure.cause(), Kind.PUBLISHING, failure.isFinal());
                if (failed == null) {
                    done(record, translated);
                }
            }
            if (failed != null) {
                recorder.changeFailed(record.table, failed.kind.name());
                if (!failed.isFinal) {
                    throw again(record, failed);
                }
                giveUp(record, failed);
            }
        }
    }

    /** The worst: what can still succeed is not given up. */
    private static @Nullable Failure worst(List<@Nullable Failure> outcomes) {
        Failure worst = null;
        for (Failure outcome : outcomes) {
            if (outcome != null && (worst == null || worst.isFinal())) {
                worst = outcome;
            }
        }
        return worst;
    }

    private void done(Taken record, Translated translated) {
        status.done(record.partition(), record.table, translated);
        if (translated.skip() != null) {
            recorder.changeSkipped(record.table, translated.skip());
            return;
        }
        try {
            translated.published().run();
        } catch (RuntimeException failure) {
            LogFields.record(log.atWarn(), record.record)
                    .setCause(failure)
                    .log("The translator of '{}' failed to be told of a published change", record.table);
        }
    }

    private void giveUp(Taken record, Failed failed) {
        try {
            deadLetters.accept(record.record, failed.cause);
            status.settled(record.partition());
        } catch (RuntimeException unstorable) {
            throw again(record, new Failed(unstorable, failed.kind, false));
        }
    }

    private BatchListenerFailedException again(Taken record, Failed failed) {
        status.stuck(record.partition(), record.table, failed.cause);
        LogFields.record(log.atWarn(), record.record)
                .log(
                        "A change of '{}' is tried again ({}): {}",
                        record.table,
                        failed.kind,
                        failed.cause.getClass().getName());
        return new BatchListenerFailedException("A change is tried again", failed.cause, record.record);
    }

    /**
     * A record that was read.
     *
     * @param translated what it means; {@code null} if that is not known
     * @param failed why not
     */
    private record Taken(
            ConsumerRecord<Object, byte[]> record,
            String table,
            @Nullable Translated translated,
            @Nullable Failed failed) {

        TopicPartition partition() {
            return new TopicPartition(record.topic(), record.partition());
        }

        boolean isToBeTriedAgain() {
            return failed != null && !failed.isFinal;
        }
    }

    private record Failed(RuntimeException cause, Kind kind, boolean isFinal) {}

    private enum Kind {
        MALFORMED,
        UNTRANSLATABLE,
        TRANSLATION,
        PUBLISHING
    }
}
