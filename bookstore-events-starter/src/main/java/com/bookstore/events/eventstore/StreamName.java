package com.bookstore.events.eventstore;

import org.jspecify.annotations.Nullable;

/**
 * A stream's name.
 *
 * @param type what kind of aggregate it is
 * @param id which one
 */
record StreamName(String type, String id) {

    private static final int LONGEST_TYPE = 100;
    private static final int LONGEST_ID = 255;

    /**
     * Checks a name that somebody gives.
     *
     * @throws EventStoreException.InvalidStream if a part is missing, too long or no text
     */
    static StreamName of(@Nullable String type, @Nullable String id) {
        return new StreamName(checked("type", LONGEST_TYPE, type), checked("id", LONGEST_ID, id));
    }

    private static String checked(String what, int longest, @Nullable String part) {
        if (part == null || part.isBlank() || part.length() > longest || !isText(part)) {
            throw new EventStoreException.InvalidStream(what, longest, part);
        }
        return part;
    }

    /** Databases refuse what is no text, or store different ones as the same. */
    static boolean isText(String part) {
        return part.codePoints().noneMatch(point -> point == 0 || (point >= 0xD800 && point <= 0xDFFF));
    }
}
