package com.bookstore.cdc;

import com.bookstore.events.test.KafkaBroker;

/** A broker, a database and a worker that is not started yet; closed in the reverse order. */
final class Capture implements AutoCloseable {

    private final Parts parts = new Parts();
    private final KafkaBroker broker;
    private final CapturedDatabase database;
    private final ConnectWorker worker;

    /**
     * Starts the broker and the database, and prepares the worker.
     *
     * @param name of the database: {@code mariadb} or {@code postgres}
     */
    Capture(String name) throws Exception {
        try {
            broker = parts.started(KafkaBroker.builder().start());
            database = parts.started(CapturedDatabase.start(name));
            worker = parts.started(new ConnectWorker(broker.bootstrapServers(), database.environment()));
        } catch (Exception failure) {
            parts.closeAfter(failure);
            throw failure;
        }
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
        parts.close();
    }
}
