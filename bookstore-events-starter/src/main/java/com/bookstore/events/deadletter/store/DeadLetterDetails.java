package com.bookstore.events.deadletter.store;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * A dead letter and all that is stored of it. Immutable as long as nobody writes to the arrays.
 *
 * @param letter what it is
 * @param keyBytes the record's key as it arrived
 * @param value the value, the edited one if it was edited; {@code null} if there is none or it could not be stored
 * @param arrivedValue the value as it arrived, if it was edited since
 * @param headers the dead letter's headers
 * @param trace the first lines of the stack trace
 * @param history what was done, oldest first
 */
@SuppressWarnings("ArrayRecordComponent")
public record DeadLetterDetails(
        DeadLetter letter,
        byte @Nullable [] keyBytes,
        byte @Nullable [] value,
        byte @Nullable [] arrivedValue,
        Headers headers,
        String trace,
        List<Action> history) {

    /**
     * Tells whether the value is in the store, which is not so if the database refused it.
     *
     * @return whether the dead letter can be sent as it was
     */
    public boolean isComplete() {
        return value != null || letter.valueSize() < 0;
    }

    /**
     * Something that was done with a dead letter.
     *
     * @param at when, by the clock of who did it
     * @param what for example {@code REPLAYED}
     * @param by the principal, or {@code bookstore-events}
     * @param detail the reason, or further facts
     */
    public record Action(Instant at, String what, String by, String detail) {

        /** Who does what nobody has asked for. */
        public static final String ITSELF = "bookstore-events";

        private static final int MOST_CHARACTERS = 500;
        private static final int PARTS = 4;

        /**
         * Returns the action as it stands in the column {@code history}.
         *
         * @return a line with its end
         */
        public String line() {
            return at + "\t" + what + "\t" + plain(by) + "\t" + plain(detail) + "\n";
        }

        /** Whoever writes a name or a reason writes neither a second column nor a second line. */
        private static String plain(String text) {
            return StoredText.of(text, MOST_CHARACTERS).replaceAll("\\p{Cntrl}", " ");
        }

        static List<Action> read(String history) {
            return history.lines().map(Action::of).toList();
        }

        private static Action of(String line) {
            String[] parts = Arrays.copyOf(line.split("\t", PARTS), PARTS);
            return new Action(Instant.parse(parts[0]), parts[1], parts[2], parts[3]);
        }
    }
}
