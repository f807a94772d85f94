package com.bookstore.cdc;

import com.bookstore.events.test.KafkaBroker;
import java.util.ArrayDeque;
import java.util.Deque;

/** A broker, a database and a worker whose connector is not there yet; closed in the reverse order. */
final class Capture implements AutoCloseable {

    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final KafkaBroker broker;
    private final CapturedDatabase database;
    private final ConnectWorker worker;

    /**
     * Starts them.
     *
     * @param name of the database: {@code mariadb} or {@code postgres}
     */
    Capture(String name) throws Exception {
        try {
            broker = started(KafkaBroker.builder().start());
            database = started(CapturedDatabase.start(name));
            worker = started(new ConnectWorker(broker.bootstrapServers(), database.environment()));
            worker.start();
        } catch (Exception failure) {
            close();
            throw failure;
        }
    }

    private <T extends AutoCloseable> T started(T part) {
        running.push(part);
        return part;
    }

    String bootstrapServers() {
        return broker.bootstrapServers();
    }

    CapturedDatabase database() {
        return database;
    }

    ConnectWorker worker() {
        return worker;
    }

    @Override
    public void close() throws Exception {
        while (!running.isEmpty()) {
            running.pop().close();
        }
    }
}
