package com.bookstore.benchmarks.cdc;

import com.bookstore.benchmarks.listening.Listening;
import com.bookstore.benchmarks.measuring.Arrivals;
import com.bookstore.benchmarks.measuring.Contender;
import com.bookstore.benchmarks.measuring.Sample;
import com.bookstore.benchmarks.measuring.Tally;

/** Reads all changes as a new consumer group. */
final class CdcContender implements Contender {

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
        Sample sample = Arrivals.measure(listening::start, acknowledged, topics.events());
        listening.stop();
        topics.verify(group);
        return sample;
    }
}
