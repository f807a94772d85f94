package com.bookstore.benchmarks.eventstore;

import com.bookstore.benchmarks.kafka.Book;
import com.bookstore.benchmarks.kafka.Books;
import com.bookstore.benchmarks.measuring.Contender;
import com.bookstore.benchmarks.measuring.LostEventsException;
import com.bookstore.benchmarks.measuring.Meter;
import com.bookstore.benchmarks.measuring.Sample;
import com.bookstore.benchmarks.measuring.Tally;
import java.util.Arrays;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;

/**
 * Writers that append events, each to streams of its own.
 *
 * @param name what it is
 * @param appender how they append
 * @param writers the writers
 * @param books their events
 * @param plan which streams they append to
 * @param table what is in the table
 * @param events how many events a round has
 */
record AppendContender(
        String name, EventAppender appender, Workers writers, Books books, Plan plan, Table table, int events)
        implements Contender {

    @Override
    public Sample run() {
        long before = table.begin().getAsLong();
        plan.begin();
        Tally appended = new Tally();
        Meter meter = Meter.start();
        writers.run(events, i -> append(i, appended));
        Sample sample = meter.stop(events);
        Tally.Count found = table.behind().apply(before);
        if (appended.events() != events) {
            throw new LostEventsException("the calls", new Tally.Count(events, 0), appended.count());
        }
        if (!found.equals(appended.count())) {
            throw new LostEventsException("the store after a round", appended.count(), found);
        }
        return sample;
    }

    private void append(int i, Tally appended) {
        Book book = books.get(i);
        String stream = Streams.id(plan.stream(i));
        long version = plan.nextVersion(i);
        appender.append(stream, version, book);
        appended.add(Streams.checksum(stream, version + 1, Streams.checksum(book.event())));
    }

    /**
     * A table.
     *
     * @param begin makes ready for a round and returns behind which position its rows will be
     * @param behind reads what is behind a position
     */
    record Table(LongSupplier begin, LongFunction<Tally.Count> behind) {

        /** One that is empty at the start of each round. */
        static Table emptied(EventTable table) {
            return new Table(
                    () -> {
                        table.empty();
                        return 0;
                    },
                    table::read);
        }

        /** One that keeps what it has. */
        static Table growing(EventTable table) {
            return new Table(
                    () -> {
                        table.database().settle();
                        return table.lastPosition();
                    },
                    table::read);
        }
    }

    /** Which events of a round go where. Threads ask for numbers of their own. */
    interface Plan {

        /** Starts a round. */
        void begin();

        /** Returns the stream of the event with this number in the round. */
        long stream(int i);

        /** Returns how many events the stream has, which are one more afterwards. */
        long nextVersion(int i);

        /** New streams of ten events, each from its beginning. */
        static Plan newStreams(int writers) {
            return new Plan() {

                @Override
                public void begin() {
                    // each round has the same
                }

                @Override
                public long stream(int i) {
                    int ofWriter = i / writers;
                    return (long) ofWriter / Streams.EVENTS * writers + i % writers;
                }

                @Override
                public long nextVersion(int i) {
                    return i / writers % Streams.EVENTS;
                }
            };
        }

        /** Streams that are there and have ten events, one after the other. */
        static Plan oldStreams(int streams, int events) {
            int[] versions = new int[streams];
            Arrays.fill(versions, Streams.EVENTS);
            return new Plan() {

                private long first = -events;

                @Override
                public void begin() {
                    first += events;
                }

                @Override
                public long stream(int i) {
                    return (first + i) % streams;
                }

                @Override
                public long nextVersion(int i) {
                    return versions[(int) stream(i)]++;
                }
            };
        }
    }
}
