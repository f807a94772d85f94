package com.bookstore.benchmarks.outbox;

import com.bookstore.benchmarks.kafka.Book;
import com.bookstore.benchmarks.measuring.Latencies;
import com.bookstore.benchmarks.measuring.LatencyMeasurement;
import com.bookstore.benchmarks.measuring.LostEventsException;
import com.bookstore.benchmarks.measuring.Measurement;
import com.bookstore.benchmarks.measuring.Tally;
import com.bookstore.benchmarks.servers.PostgresDatabase;
import com.bookstore.events.DomainEvent;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** How long it takes from the return of a commit to the broker's acknowledgement of the event. */
public final class OutboxLatency {

    private static final Pace IDLE = new Pace(Duration.ofMillis(50), 1);
    private static final Pace THOUSAND = new Pace(Duration.ofMillis(1), 4);

    private final OutboxService outbox;
    private final BusinessTransaction business;
    private final Pace pace;
    private final int events;
    private volatile double rate;

    private OutboxLatency(OutboxService outbox, Pace pace, int events) {
        this.outbox = outbox;
        this.business = new BusinessTransaction(outbox);
        this.pace = pace;
        this.events = events;
    }

    /**
     * Measures an event about every 50 ms.
     *
     * @param bootstrapServers where the broker is
     * @param events how many events a round has
     * @return the measurement
     */
    public static Measurement idle(String bootstrapServers, int events) {
        return open(bootstrapServers, events, IDLE);
    }

    /**
     * Measures 1,000 events a second.
     *
     * @param bootstrapServers where the broker is
     * @param events how many events a round has
     * @return the measurement
     */
    public static Measurement thousand(String bootstrapServers, int events) {
        return open(bootstrapServers, events, THOUSAND);
    }

    private static Measurement open(String bootstrapServers, int events, Pace pace) {
        PostgresDatabase database = PostgresDatabase.create();
        OutboxService outbox = OutboxService.start(
                bootstrapServers,
                database,
                Map.of("spring.kafka.producer.properties.interceptor.classes", AcknowledgementTimes.class.getName()),
                RelayedCount.class);
        OutboxLatency latency = new OutboxLatency(outbox, pace, events);
        Map<String, String> settings = outbox.settings();
        settings.put("transaction", BusinessTransaction.sql());
        settings.put("pace", "one every %s, from %d threads".formatted(pace.interval(), pace.threads()));
        return new LatencyMeasurement(
                latency::round,
                settings,
                () -> Map.of("pace of the last round", String.format(Locale.ROOT, "%.0f events/s", latency.rate)),
                outbox::close);
    }

    private Latencies round() {
        business.clear();
        outbox.service().topic().clear();
        AcknowledgementTimes.clear();
        RelayedCount relayed = outbox.service().bean(RelayedCount.class);
        relayed.reset();
        outbox.relay().start();
        Map<String, Long> commits = publish();
        relayed.await(events);
        outbox.relay().stop();
        business.verify(events);
        outbox.verifyWaiting(0);
        outbox.service().topic().verify(events);
        return Latencies.of(commits.entrySet().stream()
                .mapToLong(commit -> Math.max(0, acknowledged(commit.getKey()) - commit.getValue()))
                .toArray());
    }

    private static long acknowledged(String eventId) {
        Long time = AcknowledgementTimes.of(eventId);
        if (time == null) {
            throw new LostEventsException("the acknowledgements", new Tally.Count(1, 0), new Tally.Count(0, 0));
        }
        return time;
    }

    private Map<String, Long> publish() {
        Map<String, Long> commits = new ConcurrentHashMap<>();
        ExecutorService threads = Executors.newFixedThreadPool(pace.threads());
        long start = System.nanoTime();
        CompletableFuture<?>[] publishing = IntStream.range(0, pace.threads())
                .mapToObj(thread -> CompletableFuture.runAsync(() -> publish(thread, start, commits), threads))
                .toArray(CompletableFuture<?>[]::new);
        CompletableFuture.allOf(publishing).join();
        rate = events * 1e9 / (System.nanoTime() - start);
        threads.shutdown();
        return commits;
    }

    private void publish(int thread, long start, Map<String, Long> commits) {
        SplittableRandom random = new SplittableRandom(thread);
        for (int i = thread; i < events; i += pace.threads()) {
            long due = start + pace.due(i, random);
            for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
                LockSupport.parkNanos(left);
            }
            Book book = outbox.service().books().get(i);
            Publication publication = new Publication(outbox);
            business.run(book, publication::publish);
            commits.put(publication.eventId, System.nanoTime());
        }
    }

    private static final class Publication {

        private final OutboxService outbox;
        private String eventId = "";

        Publication(OutboxService outbox) {
            this.outbox = outbox;
        }

        void publish(DomainEvent event) {
            eventId = outbox.publisher().publish(event).join().metadata().eventId();
        }
    }

    /**
     * When events are published.
     *
     * @param interval one every so often, half of it sooner or later
     * @param threads from how many threads in turn
     */
    private record Pace(Duration interval, int threads) {

        long due(int event, SplittableRandom random) {
            return (long) ((event + random.nextDouble()) * interval.toNanos());
        }
    }
}
