package com.bookstore.benchmarks.outbox;

import com.bookstore.benchmarks.measuring.Contender;
import com.bookstore.benchmarks.measuring.Meter;
import com.bookstore.benchmarks.measuring.Sample;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * The starter's relay, from its start until the first copy of the waiting events is on Kafka and no longer in the table. The
 * further copies are relayed, and verified, as well.
 */
final class RelayContender implements Contender {

    private final String name;
    private final OutboxService outbox;
    private final WaitingEvents waiting;
    private final int copies;
    private final List<Double> rates = new ArrayList<>();

    RelayContender(String name, OutboxService outbox, WaitingEvents waiting, int copies) {
        this.name = name;
        this.outbox = outbox;
        this.waiting = waiting;
        this.copies = copies;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Sample run() {
        RelayedCount relayed = outbox.service().bean(RelayedCount.class);
        relayed.reset();
        waiting.fill(copies);
        long all = (long) copies * waiting.events();
        long start = System.nanoTime();
        Meter meter = Meter.start();
        outbox.relay().start();
        relayed.await(waiting.events());
        Sample sample = meter.stop(waiting.events());
        relayed.await(all);
        rates.add(all * 1e9 / (System.nanoTime() - start));
        outbox.relay().stop();
        waiting.verify(copies);
        return sample;
    }

    /** Tells the median rate of whole rounds, the first not counted. */
    String wholeRate() {
        List<Double> sorted = new ArrayList<>(rates.subList(Math.min(1, rates.size()), rates.size()));
        Collections.sort(sorted);
        return sorted.isEmpty()
                ? "unknown"
                : String.format(Locale.ROOT, "%,.0f events/s", sorted.get(sorted.size() / 2));
    }
}
