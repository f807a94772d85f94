package com.bookstore.benchmarks.eventstore;

import com.bookstore.benchmarks.kafka.Book;
import com.bookstore.events.domain.BookCreatedEvent;

/** How streams are named, and what is in them: ten events, where not more were appended. */
final class Streams {

    static final String TYPE = "book";
    static final int EVENTS = 10;

    /** The same as {@link #id}, of the column {@code stream}. */
    static final String ID_IN_SQL = "'book-' || lpad(to_hex((stream * 2654435761) % 4294967296), 8, '0')";

    private static final long SPREADING = 2_654_435_761L;
    private static final long WORD = 1L << 32;
    private static final long PRIME = 31;

    private Streams() {}

    /** Names that follow each other lie far apart in the index, as those of aggregates do. */
    static String id(long number) {
        String hex = Long.toHexString(number * SPREADING % WORD);
        return "book-" + "0".repeat(8 - hex.length()) + hex;
    }

    /** Sums up a row of the table. */
    static long checksum(String streamId, long version, long book) {
        return (streamId.hashCode() * PRIME + version) * PRIME + book;
    }

    static long checksum(BookCreatedEvent event) {
        return Book.checksum(event.bookId(), event.isbn(), event.stock());
    }
}
