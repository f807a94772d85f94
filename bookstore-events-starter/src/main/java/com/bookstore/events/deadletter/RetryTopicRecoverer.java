package com.bookstore.events.deadletter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.kafka.core.KafkaOperations;
import org.springframework.kafka.listener.DeadLetterPublishingRecoverer;
import org.springframework.kafka.retrytopic.RetryTopicHeaders;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.kafka.support.KafkaUtils;

/**
 * Sends a record that failed to its next retry topic. Where there is none, it becomes a dead letter like any other: with the
 * headers it arrived with, and where it first was. What retry topics add to the headers is believed only on a retry topic,
 * where nobody but this class has put it.
 */
final class RetryTopicRecoverer extends DeadLetterPublishingRecoverer {

    private static final Logger log = LoggerFactory.getLogger(RetryTopicRecoverer.class);
    private static final int MAX_CAUSES = 50;
    private static final List<String> ADDED = List.of(
            "kafka_original-",
            "kafka_exception-",
            "kafka_key-exception-",
            "kafka_dlt-",
            RetryTopicHeaders.DEFAULT_HEADER_ATTEMPTS,
            RetryTopicHeaders.DEFAULT_HEADER_BACKOFF_TIMESTAMP,
            RetryTopicHeaders.DEFAULT_HEADER_ORIGINAL_TIMESTAMP);

    private final BiFunction<ConsumerRecord<?, ?>, Exception, @Nullable TopicPartition> destinations;
    private final RetryTopicNames names;
    private final DeadLetterRecoverer deadLetters;

    RetryTopicRecoverer(
            Function<ProducerRecord<?, ?>, ? extends @Nullable KafkaOperations<?, ?>> templates,
            BiFunction<ConsumerRecord<?, ?>, Exception, @Nullable TopicPartition> destinations,
            RetryTopicNames names,
            DeadLetterRecoverer deadLetters) {
        super(templates, destinations);
        this.destinations = destinations;
        this.names = names;
        this.deadLetters = deadLetters;
        excludeHeader(HeaderNames.HeadersToAdd.EX_STACKTRACE); // the record must fit where it came from
    }

    @Override
    public void accept(ConsumerRecord<?, ?> failed, @Nullable Consumer<?, ?> consumer, Exception failure) {
        boolean first = names.source(failed.topic()) == null;
        ConsumerRecord<?, ?> believed =
                first ? copy(failed, failed.topic(), failed.partition(), failed.offset()) : failed;
        TopicPartition next = destinations.apply(believed, failure);
        if (next == null) {
            bury(failed, failure);
            return;
        }
        try {
            super.accept(believed, consumer, failure);
        } catch (RuntimeException unsendable) {
            if (!isTooLarge(unsendable)) {
                throw unsendable;
            }
            bury(failed, failure);
            return;
        }
        RecordLine.about(failed, log.atWarn())
                .log(
                        "An attempt to handle {}-{}@{} failed: {}; the next is from '{}'",
                        failed.topic(),
                        failed.partition(),
                        failed.offset(),
                        Cause.of(failure).getClass().getName(),
                        next.topic());
    }

    private void bury(ConsumerRecord<?, ?> failed, Exception failure) {
        String source = names.sourceOfRetry(failed.topic());
        if (source == null) {
            deadLetters.accept(failed, failure);
            return;
        }
        String group = KafkaUtils.getConsumerGroupId();
        try {
            KafkaUtils.setConsumerGroupId(text(failed, KafkaHeaders.ORIGINAL_CONSUMER_GROUP, group));
            deadLetters.accept(
                    copy(
                            failed,
                            source,
                            (int) number(failed, KafkaHeaders.ORIGINAL_PARTITION, failed.partition()),
                            number(failed, KafkaHeaders.ORIGINAL_OFFSET, failed.offset())),
                    failure);
        } finally {
            KafkaUtils.setConsumerGroupId(group);
        }
    }

    /** The record as it is at another place, without what retry topics add. */
    private static ConsumerRecord<Object, Object> copy(
            ConsumerRecord<?, ?> found, String topic, int partition, long offset) {
        RecordHeaders headers = new RecordHeaders();
        for (Header header : found.headers()) {
            if (ADDED.stream().noneMatch(header.key()::startsWith)) {
                headers.add(header);
            }
        }
        boolean moved = !topic.equals(found.topic());
        return new ConsumerRecord<>(
                topic,
                partition,
                offset,
                moved ? number(found, KafkaHeaders.ORIGINAL_TIMESTAMP, found.timestamp()) : found.timestamp(),
                moved ? type(found) : found.timestampType(),
                found.serializedKeySize(),
                found.serializedValueSize(),
                found.key(),
                found.value(),
                headers,
                found.leaderEpoch());
    }

    private static TimestampType type(ConsumerRecord<?, ?> found) {
        String name = text(found, KafkaHeaders.ORIGINAL_TIMESTAMP_TYPE, null);
        return TimestampType.LOG_APPEND_TIME.toString().equals(name)
                ? TimestampType.LOG_APPEND_TIME
                : TimestampType.CREATE_TIME;
    }

    private static long number(ConsumerRecord<?, ?> found, String name, long absent) {
        Header header = found.headers().lastHeader(name);
        if (header == null) {
            return absent;
        }
        ByteBuffer value = ByteBuffer.wrap(header.value());
        return value.remaining() == Integer.BYTES ? value.getInt() : value.getLong();
    }

    private static @Nullable String text(ConsumerRecord<?, ?> found, String name, @Nullable String absent) {
        Header header = found.headers().lastHeader(name);
        return header == null ? absent : new String(header.value(), StandardCharsets.UTF_8);
    }

    private static boolean isTooLarge(Throwable failure) {
        Throwable cause = failure;
        for (int depth = 0; cause != null && depth < MAX_CAUSES; depth++) {
            if (cause instanceof RecordTooLargeException) {
                return true;
            }
            cause = cause.getCause();
        }
        return false;
    }
}
