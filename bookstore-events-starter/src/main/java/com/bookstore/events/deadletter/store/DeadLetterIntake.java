package com.bookstore.events.deadletter.store;

import com.bookstore.events.deadletter.store.DeadLetterDetails.Action;
import com.bookstore.events.deadletter.store.JdbcIntake.Outcome;
import java.time.Clock;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.NonTransientDataAccessException;
import org.springframework.dao.NonTransientDataAccessResourceException;
import org.springframework.dao.TransientDataAccessException;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.BatchMessageListener;

/**
 * Stores what one poll brought, in one transaction; the offsets are committed afterwards. If the database refuses it, one dead
 * letter at a time. One that it refuses alone is stored without its bytes, so that nothing is blocked: they stay on the topic,
 * and the row says where. If the database does not answer, nothing is committed, and all comes again.
 */
final class DeadLetterIntake implements BatchMessageListener<byte[], byte[]> {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterIntake.class);

    private static final long LARGE = 1024 * 1024;

    private final DeadLetterReader reader;
    private final JdbcIntake table;
    private final List<DeadLetterListener> listeners;
    private final Clock clock;
    private volatile @Nullable Trouble trouble;

    DeadLetterIntake(DeadLetterReader reader, JdbcIntake table, List<DeadLetterListener> listeners, Clock clock) {
        this.reader = reader;
        this.table = table;
        this.listeners = List.copyOf(listeners);
        this.clock = clock;
    }

    @Override
    public void onMessage(List<ConsumerRecord<byte[], byte[]>> records) {
        List<IncomingDeadLetter> letters = records.stream().map(reader::read).toList();
        try {
            storeAll(letters);
            trouble = null;
        } catch (RuntimeException failure) {
            trouble = new Trouble(failure.getClass().getName(), System.nanoTime());
            log.warn("{} dead letters could not be stored and are read again: {}", letters.size(), failure.toString());
            // Of the first, so that all are read again.
            throw new BatchListenerFailedException("The dead letters could not be stored", failure, records.get(0));
        }
    }

    /** Why the last batch could not be stored; {@code null} if it was. */
    @Nullable
    Trouble trouble() {
        return trouble;
    }

    private void storeAll(List<IncomingDeadLetter> letters) {
        try {
            tell(table.store(letters, ""));
            return;
        } catch (TransientDataAccessException gone) {
            throw gone;
        } catch (RuntimeException refused) {
            log.debug(
                    "The database refuses one of {} dead letters; they are stored one by one", letters.size(), refused);
        }
        letters.forEach(this::storeOne);
    }

    private void storeOne(IncomingDeadLetter letter) {
        try {
            tell(table.store(List.of(letter), ""));
        } catch (RuntimeException refused) {
            if (!isOfTheLetter(refused, letter)) {
                throw refused;
            }
            String history = new Action(
                            clock.instant(),
                            "NOT_STORED",
                            Action.ITSELF,
                            "the database refuses the bytes: "
                                    + refused.getClass().getSimpleName())
                    .line();
            Outcome stored = table.store(List.of(letter.withoutBytes()), history);
            log.error(
                    "The database refuses the bytes of the dead letter {}-{}@{}, which stay there: {}",
                    letter.position().topic(),
                    letter.position().partition(),
                    letter.position().offset(),
                    refused.getClass().getName());
            tell(stored);
        }
    }

    /** Not so sure of large ones: what is larger than a database takes in one go may look like a lost connection. */
    private static boolean isOfTheLetter(RuntimeException refused, IncomingDeadLetter letter) {
        return (refused instanceof NonTransientDataAccessException
                        && !(refused instanceof NonTransientDataAccessResourceException))
                || letter.bytes() > LARGE;
    }

    private void tell(Outcome stored) {
        for (DeadLetterListener listener : listeners) {
            stored.added().forEach(letter -> tell(listener, DeadLetterListener::stored, letter));
            stored.diedAgain().forEach(letter -> tell(listener, DeadLetterListener::diedAgain, letter));
        }
    }

    private static void tell(
            DeadLetterListener listener, BiConsumer<DeadLetterListener, DeadLetter> call, DeadLetter letter) {
        try {
            call.accept(listener, letter);
        } catch (RuntimeException failure) {
            log.warn(
                    "{} failed to be told of a dead letter", listener.getClass().getName(), failure);
        }
    }

    /**
     * A batch could not be stored.
     *
     * @param cause the class of the exception
     * @param at when, in the nanoseconds of this process
     */
    record Trouble(String cause, long at) {}
}
