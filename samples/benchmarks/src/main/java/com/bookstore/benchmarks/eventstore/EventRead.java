package com.bookstore.benchmarks.eventstore;

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
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** A reader of the whole store, from its first event to its last. */
public final class EventRead {

    private static final int CONNECTIONS = 2;

    private EventRead() {}

    /**
     * Compares with a loop over a result. Each round has a service that has just started, so that its store has yet to find out
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
                new Reading("EventStore.streamAll", EventRead::ours, bootstrapServers, service, filled.rows()),
                new Reading("SELECT with a fetch size", EventRead::byHand, bootstrapServers, service, filled.rows()),
                settings,
                () -> {
                    service.close();
                    database.close();
                });
    }

    private static void ours(StoreService service, Consumer<DomainEvent> handler) {
        service.store().streamAll(0, EventFilter.all()).forEach(event -> handler.accept(event.event()));
    }

    private static void byHand(StoreService service, Consumer<DomainEvent> handler) {
        new HandReader(service).read(event -> handler.accept(event.event()));
    }

    private record Reading(
            String name,
            BiConsumer<StoreService, Consumer<DomainEvent>> reader,
            String bootstrapServers,
            StoreService filled,
            int events)
            implements Contender {

        @Override
        public Sample run() {
            PostgresDatabase database = filled.table().database();
            try (StoreService started = EventAppend.service(bootstrapServers, database, CONNECTIONS)) {
                Tally read = new Tally();
                Meter meter = Meter.start();
                reader.accept(started, event -> read.add(Streams.checksum((BookCreatedEvent) event)));
                Sample sample = meter.stop(events);
                read.verify(name, filled.books().given(events));
                return sample;
            }
        }
    }
}
