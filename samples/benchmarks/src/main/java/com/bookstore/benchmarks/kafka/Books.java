package com.bookstore.benchmarks.kafka;

import com.bookstore.benchmarks.measuring.Tally;
import com.bookstore.events.json.EventSerializer;
import java.util.Arrays;
import java.util.function.ToLongFunction;

/** The events of a round: some thousand distinct ones, over and over. */
public final class Books {

    private static final int DISTINCT = 20_000;

    private final Book[] books = new Book[DISTINCT];

    Books(EventSerializer serializer) {
        for (int i = 0; i < DISTINCT; i++) {
            books[i] = Book.number(i, serializer);
        }
    }

    /**
     * Returns an event of a round.
     *
     * @param i its number in the round
     * @return the event
     */
    public Book get(int i) {
        return books[i % DISTINCT];
    }

    /**
     * Says what a listener has to be given in a round.
     *
     * @param events how many events the round has
     * @return their number and the sum of {@link Book#checksum(Long, String, Integer)}
     */
    public Tally.Count given(int events) {
        return count(events, Book::checksum);
    }

    /**
     * Says how large the events are.
     *
     * @return the bytes of a value on the wire, on average
     */
    public long averageBytes() {
        return Math.round(Arrays.stream(books)
                .mapToInt(book -> book.value().length)
                .average()
                .orElseThrow());
    }

    Tally.Count count(int events, ToLongFunction<Book> checksum) {
        long sum = 0;
        for (int i = 0; i < DISTINCT && i < events; i++) {
            int times = (events - i + DISTINCT - 1) / DISTINCT;
            sum += times * checksum.applyAsLong(books[i]);
        }
        return new Tally.Count(events, sum);
    }
}
