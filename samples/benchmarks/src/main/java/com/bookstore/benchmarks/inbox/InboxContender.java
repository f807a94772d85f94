package com.bookstore.benchmarks.inbox;

import com.bookstore.benchmarks.kafka.BenchmarkService;
import com.bookstore.benchmarks.measuring.Contender;
import com.bookstore.benchmarks.measuring.Sample;

/**
 * Reads a topic with new events in each round, and checks that each was noted once.
 *
 * @param reading reads the topic
 * @param group the consumer group, and the consumer in the inbox
 * @param service the service that has the topic
 * @param table the inbox
 * @param grows whether the rows of former rounds stay
 * @param events how many events a round has
 */
record InboxContender(
        Contender reading, String group, BenchmarkService service, InboxTable table, boolean grows, int events)
        implements Contender {

    @Override
    public String name() {
        return reading.name();
    }

    @Override
    public Sample run() {
        if (grows) {
            table.database().settle();
        } else {
            table.empty();
        }
        TimeOrderedIds ids = new TimeOrderedIds();
        service.topic().clear();
        service.fillTopic(events, ids);
        Sample sample = reading.run();
        table.verify(group, events, ids);
        return sample;
    }
}
