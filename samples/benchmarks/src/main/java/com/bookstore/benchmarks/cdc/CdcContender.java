package com.bookstore.benchmarks.cdc;

import com.bookstore.benchmarks.listening.Listening;
import com.bookstore.benchmarks.measuring.Contender;
import com.bookstore.benchmarks.measuring.Meter;
import com.bookstore.benchmarks.measuring.Sample;
import com.bookstore.benchmarks.measuring.Tally;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Reads all changes as a new consumer group. Measured from the first event to the last: joining is not the work. */
final class CdcContender implements Contender {

    private static final long LOOK_NANOS = 200_000;
    private static final long PATIENCE_NANOS = TimeUnit.MINUTES.toNanos(5);

    private final String name;
    private final String group;
    private final Listening listening;
    private final Tally acknowledged;
    private final ChangeTopics topics;

    CdcContender(String name, String group, Listening listening, Tally acknowledged, ChangeTopics topics) {
        this.name = name;
        this.group = group;
        this.listening = listening;
        this.acknowledged = acknowledged;
        this.topics = topics;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Sample run() {
        topics.reset();
        acknowledged.reset();
        listening.start();
        await(1);
        long before = acknowledged.events();
        Meter meter = Meter.start();
        await(topics.events());
        Sample sample = meter.stop(topics.events() - before);
        listening.stop();
        topics.verify(group);
        return sample;
    }

    /** Gives up after a while: what came too few is found by the comparison of the sums. */
    private void await(long count) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (acknowledged.events() < count && System.nanoTime() < deadline) {
            LockSupport.parkNanos(LOOK_NANOS);
        }
    }
}
