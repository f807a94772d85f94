package com.bookstore.events.test;

import java.util.List;
import java.util.stream.Collectors;

/** Brokers that form one cluster, each in a process of its own; see {@link KafkaBroker.Builder#cluster(int)}. */
public final class KafkaCluster implements AutoCloseable {

    private final List<KafkaBroker> brokers;

    KafkaCluster(List<KafkaBroker> brokers) {
        this.brokers = brokers;
    }

    /**
     * Starts all brokers that are not running and waits until each serves clients.
     *
     * @return this cluster
     * @throws KafkaBrokerException if one does not within its start time-out
     */
    public KafkaCluster start() {
        brokers.stream().filter(broker -> !broker.isRunning()).forEach(KafkaBroker::launch);
        brokers.forEach(KafkaBroker::awaitReady);
        return this;
    }

    /**
     * Returns one of the brokers. Started again alone, it serves clients only if most of the cluster's brokers run.
     *
     * @param index the broker's position, from 0
     * @return the broker
     */
    public KafkaBroker broker(int index) {
        return brokers.get(index);
    }

    /**
     * Returns where clients connect to; known before the brokers are started.
     *
     * @return host and port of every broker
     */
    public String bootstrapServers() {
        return brokers.stream().map(KafkaBroker::bootstrapServers).collect(Collectors.joining(","));
    }

    /** Kills all processes and deletes their files. */
    @Override
    public void close() {
        brokers.forEach(KafkaBroker::close);
    }
}
