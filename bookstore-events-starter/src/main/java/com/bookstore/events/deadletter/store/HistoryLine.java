package com.bookstore.events.deadletter.store;

import com.bookstore.events.deadletter.store.DeadLetterDetails.Action;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;

/** What was done with a dead letter, as a line in the column {@code history}. */
public final class HistoryLine {

    /** Who does what nobody has asked for. */
    public static final String ITSELF = "bookstore-events";

    private static final int MOST_CHARACTERS = 500;
    private static final int PARTS = 4;

    private HistoryLine() {}

    /**
     * Writes a line.
     *
     * @param at when
     * @param what what was done
     * @param by who did it
     * @param detail the reason, or further facts
     * @return a line with its end
     */
    public static String of(Instant at, String what, String by, String detail) {
        return at + "\t" + what + "\t" + plain(by) + "\t" + plain(detail) + "\n";
    }

    /** Whoever writes a name or a reason writes neither a second column nor a second line. */
    private static String plain(String text) {
        return StoredText.of(text, MOST_CHARACTERS).replaceAll("\\p{Cntrl}", " ");
    }

    static List<Action> read(String history) {
        return history.lines().map(HistoryLine::action).toList();
    }

    private static Action action(String line) {
        String[] parts = Arrays.copyOf(line.split("\t", PARTS), PARTS);
        return new Action(Instant.parse(parts[0]), parts[1], parts[2], parts[3]);
    }
}
