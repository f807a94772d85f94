package com.bookstore.cdc;

import java.util.Map;

/** A database whose log Debezium reads: a real server in a process of its own, with the tables of the bookstore. */
interface CapturedDatabase extends AutoCloseable {

    /**
     * Starts a server.
     *
     * @param name {@code mariadb} or {@code postgres}
     */
    static CapturedDatabase start(String name) throws Exception {
        return switch (name) {
            case "mariadb" -> new MariaDatabase();
            case "postgres" -> new PostgresDatabase();
            default -> throw new IllegalArgumentException("Neither mariadb nor postgres: " + name);
        };
    }

    /** What its connector's file is called after. */
    String name();

    /** The profile of a service that uses it. */
    String profile();

    /** What such a service takes from its environment. */
    Map<String, String> serviceEnvironment();

    /** What its connector refers to as <code>${env:…}</code>. */
    Map<String, String> environment();

    /** Runs a statement as the application that owns the tables; it is committed at once. */
    void execute(String sql);

    /** Removes from the server's log what Debezium has not read yet, while nobody reads it. */
    void loseUnreadChanges() throws Exception;

    @Override
    void close();
}
