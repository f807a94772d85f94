package com.bookstore.benchmarks.listening;

import com.bookstore.benchmarks.kafka.BenchmarkService;
import com.bookstore.benchmarks.measuring.Arrivals;
import com.bookstore.benchmarks.measuring.Contender;
import com.bookstore.benchmarks.measuring.Sample;
import com.bookstore.benchmarks.measuring.Tally;

/** Reads the whole topic as a new consumer group. Measured from the first event to the last: joining is not the work. */
public final class ListenContender implements Contender {

    private final String name;
    private final String group;
    private final Listening listening;
    private final Tally tally;
    private final BenchmarkService service;
    private final int events;

    /**
     * Creates a contender.
     *
     * @param name what it does
     * @param group its consumer group
     * @param listening its consumers
     * @param tally what they were given
     * @param service the service that has the topic
     * @param events how many events the topic has
     */
    public ListenContender(
            String name, String group, Listening listening, Tally tally, BenchmarkService service, int events) {
        this.name = name;
        this.group = group;
        this.listening = listening;
        this.tally = tally;
        this.service = service;
        this.events = events;
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public Sample run() {
        tally.reset();
        Sample sample = Arrivals.measure(listening::start, tally, events);
        listening.stop();
        tally.verify(name, service.books().given(events));
        service.topic().verifyCommitted(group);
        service.topic().forget(group);
        return sample;
    }
}
