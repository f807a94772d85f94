package com.bookstore.events.outbox.crash;

import com.bookstore.events.servers.FaultyProxy;
import com.bookstore.events.test.KafkaBroker;
import com.bookstore.events.test.KafkaCluster;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** One broker behind a network that can fail, or three of which each can fail. */
final class OutboxBrokers implements AutoCloseable {

    private static final int CLUSTER = 3;

    private final FaultyProxy network = FaultyProxy.withoutServer();
    private final List<KafkaBroker> brokers;
    private final Runnable start;
    private final Runnable close;
    private final String bootstrapServers;

    private OutboxBrokers(boolean cluster) {
        if (cluster) {
            KafkaCluster three = KafkaBroker.builder().heap(128).cluster(CLUSTER);
            brokers = IntStream.range(0, CLUSTER).mapToObj(three::broker).toList();
            start = three::start;
            close = three::close;
            bootstrapServers = three.bootstrapServers();
        } else {
            KafkaBroker one = KafkaBroker.builder()
                    .property("advertised.listeners", "PLAINTEXT://127.0.0.1:" + network.port())
                    .build();
            brokers = List.of(one);
            start = () -> Stream.of(one).filter(broker -> !broker.isRunning()).forEach(KafkaBroker::start);
            close = one::close;
            bootstrapServers = one.bootstrapServers();
            network.lead(Integer.parseInt(bootstrapServers.substring(bootstrapServers.indexOf(':') + 1)));
        }
        start.run();
    }

    static OutboxBrokers one() {
        return new OutboxBrokers(false);
    }

    static OutboxBrokers cluster() {
        return new OutboxBrokers(true);
    }

    /** Between services and the broker, if it is one. */
    FaultyProxy network() {
        return network;
    }

    /** How the test itself gets to them. */
    String bootstrapServers() {
        return bootstrapServers;
    }

    /** How services get to them. */
    String servers() {
        return brokers.size() == 1 ? "127.0.0.1:" + network.port() : bootstrapServers;
    }

    int count() {
        return brokers.size();
    }

    /** Kills all. */
    void kill() {
        brokers.forEach(KafkaBroker::kill);
    }

    /**
     * Kills one.
     *
     * @param id as Kafka numbers them, from 1
     */
    void kill(int id) {
        brokers.get(id - 1).kill();
    }

    /** Starts those that were killed. */
    void restart() {
        start.run();
    }

    @Override
    public void close() {
        close.run();
        network.close();
    }
}
