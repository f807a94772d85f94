package com.bookstore.benchmarks.eventstore;

import com.bookstore.benchmarks.kafka.Books;
import com.bookstore.benchmarks.measuring.Comparison;
import com.bookstore.benchmarks.measuring.Contender;
import com.bookstore.benchmarks.measuring.Meter;
import com.bookstore.benchmarks.measuring.Sample;
import com.bookstore.benchmarks.measuring.Tally;
import com.bookstore.benchmarks.servers.PostgresDatabase;
import com.bookstore.events.DomainEvent;
import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.eventstore.EventFilter;
import java.util.Map;

/** A reader of the whole store, from its first event to its last. */
public final class EventRead {

    private static final int CONNECTIONS = 2;

    private EventRead() {}

    /**
     * Compares with a loop over a result. Each of our rounds has a store that has just started, so that it has yet to find out
     * that nothing is missing.
     *
     * @param bootstrapServers where the broker is
     * @param events how many events the store has
     * @return the comparison
     */
    public static Comparison open(String bootstrapServers, int events) {
        PostgresDatabase database = PostgresDatabase.create();
        StoreService service = EventAppend.service(bootstrapServers, database, CONNECTIONS);
        FilledTable filled = FilledTable.fill(service, events, 1);
        filled.verify();
        Map<String, String> settings = service.settings();
        settings.put("filled", service.table().size());
        settings.put("by hand", "one SELECT, autocommit off, fetch size %,d".formatted(HandReader.FETCH_SIZE));
        return new Comparison(
                new Ours(bootstrapServers, database, service.books(), filled.rows()),
                new Theirs(new HandReader(service), service.books(), filled.rows()),
                settings,
                () -> {
                    service.close();
                    database.close();
                });
    }

    private static void add(DomainEvent event, Tally tally) {
        tally.add(Streams.checksum((BookCreatedEvent) event));
    }

    private record Ours(String bootstrapServers, PostgresDatabase database, Books books, int events)
            implements Contender {

        @Override
        public String name() {
            return "EventStore.streamAll";
        }

        @Override
        public Sample run() {
            try (StoreService started = EventAppend.service(bootstrapServers, database, CONNECTIONS)) {
                Tally read = new Tally();
                Meter meter = Meter.start();
                started.store().streamAll(0, EventFilter.all()).forEach(event -> add(event.event(), read));
                Sample sample = meter.stop(events);
                read.verify(name(), books.given(events));
                return sample;
            }
        }
    }

    private record Theirs(HandReader reader, Books books, int events) implements Contender {

        @Override
        public String name() {
            return "SELECT with a fetch size";
        }

        @Override
        public Sample run() {
            Tally read = new Tally();
            Meter meter = Meter.start();
            reader.read(event -> add(event.event(), read));
            Sample sample = meter.stop(events);
            read.verify(name(), books.given(events));
            return sample;
        }
    }
}
