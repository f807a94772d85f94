package com.bookstore.events.cdc.change;

import org.jspecify.annotations.Nullable;

/** What was done to a row. */
public enum Operation {
    /** It was inserted. */
    CREATE,
    /** It was updated. A new primary key is a {@link #DELETE} and a {@link #CREATE}. */
    UPDATE,
    /** It was deleted. */
    DELETE,
    /** It was there when a snapshot read its table. */
    READ,
    /** All rows of the table were deleted at once; which ones is not told. */
    TRUNCATE;

    static @Nullable Operation of(String code) {
        return switch (code) {
            case "c" -> CREATE;
            case "u" -> UPDATE;
            case "d" -> DELETE;
            case "r" -> READ;
            case "t" -> TRUNCATE;
            default -> null;
        };
    }
}
