package com.bookstore.benchmarks.outbox;

import com.bookstore.benchmarks.kafka.Books;
import com.bookstore.benchmarks.measuring.Latencies;
import com.bookstore.benchmarks.measuring.LatencyComparison;
import com.bookstore.benchmarks.measuring.Measurement;
import com.bookstore.benchmarks.servers.PostgresDatabase;
import com.bookstore.events.DomainEvent;
import java.util.Map;
import java.util.function.Consumer;

/** How long a business transaction takes with one event in the outbox, against the same transaction without it. */
public final class OutboxAppend {

    private OutboxAppend() {}

    /**
     * Measures with a relay that stands still, as if it were that of another application on another machine.
     *
     * @param bootstrapServers where the broker is
     * @param events how many transactions a round has
     * @return the measurement
     */
    public static Measurement alone(String bootstrapServers, int events) {
        return open(bootstrapServers, events, false);
    }

    /**
     * Measures while the relay relays each event at once, in the same JVM, to a broker on the same machine.
     *
     * @param bootstrapServers where the broker is
     * @param events how many transactions a round has
     * @return the measurement
     */
    public static Measurement relayed(String bootstrapServers, int events) {
        return open(bootstrapServers, events, true);
    }

    private static Measurement open(String bootstrapServers, int events, boolean relaying) {
        PostgresDatabase database = PostgresDatabase.create();
        OutboxService outbox = OutboxService.start(bootstrapServers, database, RelayedCount.class);
        BusinessTransaction business = new BusinessTransaction(outbox);
        Rounds rounds = new Rounds(outbox, business, events);
        Map<String, String> settings = outbox.settings();
        settings.put("transaction", BusinessTransaction.sql());
        settings.put("relay", relaying ? "in the same JVM" : "stands still");
        database.forgetStatements();
        return new LatencyComparison(
                new LatencyComparison.Side("with an event", () -> relaying ? rounds.relayed() : rounds.stored()),
                new LatencyComparison.Side("without", rounds::without),
                settings,
                database::statements,
                outbox::close);
    }

    private record Rounds(OutboxService outbox, BusinessTransaction business, int events) {

        Latencies without() {
            business.clear();
            return transactions(event -> {});
        }

        Latencies stored() {
            business.clear();
            Latencies latencies = transactions(this::publish);
            outbox.verifyWaiting(events);
            return latencies;
        }

        Latencies relayed() {
            business.clear();
            outbox.service().topic().clear();
            RelayedCount relayed = outbox.service().bean(RelayedCount.class);
            relayed.reset();
            outbox.relay().start();
            Latencies latencies = transactions(this::publish);
            relayed.await(events);
            outbox.relay().stop();
            outbox.verifyWaiting(0);
            outbox.service().topic().verify(events);
            return latencies;
        }

        private void publish(DomainEvent event) {
            outbox.publisher().publish(event).join(); // is complete already
        }

        private Latencies transactions(Consumer<DomainEvent> publication) {
            Books books = outbox.service().books();
            long[] nanos = new long[events];
            for (int i = 0; i < events; i++) {
                long start = System.nanoTime();
                business.run(books.get(i), publication);
                nanos[i] = System.nanoTime() - start;
            }
            business.verify(events);
            return Latencies.of(nanos);
        }
    }
}
