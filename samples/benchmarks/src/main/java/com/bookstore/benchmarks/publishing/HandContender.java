package com.bookstore.benchmarks.publishing;

import com.bookstore.benchmarks.kafka.BenchmarkService;
import com.bookstore.benchmarks.measuring.Contender;
import com.bookstore.benchmarks.measuring.Meter;
import com.bookstore.benchmarks.measuring.Sample;
import com.bookstore.events.publishing.EventPublisher;
import com.bookstore.events.publishing.PublishedEvent;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * What the starter does with a key, by hand and without its guarantees: batches are claimed by one thread, sent by the next
 * and confirmed by a third, so that a batch is at each stage at the same time.
 */
final class HandContender implements Contender {

    private static final int BATCH = 500;

    private final HandStore store;
    private final BenchmarkService service;
    private final int events;
    private final int batchesUnderWay;
    private long number;

    HandContender(HandStore store, BenchmarkService service, int events, int inFlight) {
        this.store = store;
        this.service = service;
        this.events = events;
        this.batchesUnderWay = Math.max(1, inFlight / BATCH);
    }

    @Override
    public String name() {
        return "by hand";
    }

    @Override
    public Sample run() {
        service.topic().clear();
        ExecutorService sending = Executors.newSingleThreadExecutor();
        ExecutorService confirming = Executors.newSingleThreadExecutor();
        Meter meter = Meter.start();
        sendAll(sending, confirming);
        Sample sample = meter.stop(events);
        sending.shutdown();
        confirming.shutdown();
        service.topic().verify(events);
        return sample;
    }

    private void sendAll(ExecutorService sending, ExecutorService confirming) {
        EventPublisher publisher = service.bean(EventPublisher.class);
        Semaphore underWay = new Semaphore(batchesUnderWay);
        List<CompletableFuture<Void>> batches = new ArrayList<>();
        for (int from = 0; from < events; from += BATCH) {
            int first = from;
            int size = Math.min(BATCH, events - from);
            List<String> keys = new ArrayList<>(size);
            for (int i = 0; i < size; i++) {
                keys.add("order-" + number++);
            }
            underWay.acquireUninterruptibly();
            store.claim(keys);
            batches.add(CompletableFuture.supplyAsync(() -> send(publisher, first, size), sending)
                    .thenAcceptAsync(sent -> store.confirm(keys, outcomes(sent)), confirming)
                    .whenComplete((done, failure) -> underWay.release()));
        }
        batches.forEach(CompletableFuture::join);
    }

    private List<CompletableFuture<PublishedEvent>> send(EventPublisher publisher, int first, int size) {
        List<CompletableFuture<PublishedEvent>> sent = new ArrayList<>(size);
        for (int i = first; i < first + size; i++) {
            sent.add(publisher.publish(service.books().get(i).event()));
        }
        return sent;
    }

    private static List<String> outcomes(List<CompletableFuture<PublishedEvent>> sent) {
        return sent.stream()
                .map(future -> (PublishedEvent.Sent) future.join())
                .map(event -> "{\"topic\":\"%s\",\"partition\":".formatted(event.topic()) + event.partition()
                        + ",\"offset\":" + event.offset() + "}")
                .toList();
    }
}
