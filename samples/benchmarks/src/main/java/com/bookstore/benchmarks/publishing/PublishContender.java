package com.bookstore.benchmarks.publishing;

import com.bookstore.benchmarks.kafka.BenchmarkService;
import com.bookstore.benchmarks.kafka.Books;
import com.bookstore.benchmarks.measuring.Contender;
import com.bookstore.benchmarks.measuring.Meter;
import com.bookstore.benchmarks.measuring.Sample;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * Sends all events from one thread, and looks at the outcome of each. A service neither waits for each event nor keeps
 * futures without end: a fixed number is on its way, and the oldest is looked at before the next is sent.
 */
final class PublishContender implements Contender {

    private static final int IN_FLIGHT = 20_000;

    private final String name;
    private final Publication publication;
    private final BenchmarkService service;
    private final int events;
    private final int inFlight;

    PublishContender(String name, Publication publication, BenchmarkService service, int events) {
        this(name, publication, service, events, IN_FLIGHT);
    }

    PublishContender(String name, Publication publication, BenchmarkService service, int events, int inFlight) {
        this.inFlight = inFlight;
        this.name = name;
        this.publication = publication;
        this.service = service;
        this.events = events;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Sample run() {
        service.topic().clear();
        Meter meter = Meter.start();
        sendAll();
        Sample sample = meter.stop(events);
        service.topic().verify(events);
        return sample;
    }

    private void sendAll() {
        Books books = service.books();
        @Nullable Future<?>[] onTheirWay = new Future<?>[inFlight];
        for (int i = 0; i < events; i++) {
            await(onTheirWay[i % inFlight]);
            onTheirWay[i % inFlight] = publication.send(books.get(i));
        }
        for (Future<?> rest : onTheirWay) {
            await(rest);
        }
    }

    private static void await(@Nullable Future<?> acknowledgement) {
        if (acknowledgement == null) {
            return;
        }
        try {
            Object unused = acknowledgement.get();
        } catch (ExecutionException failure) {
            throw new IllegalStateException("An event was not acknowledged", failure.getCause());
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", interruption);
        }
    }
}
