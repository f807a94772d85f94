package com.bookstore.benchmarks.servers;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;

/** A database of one measurement, empty at first. */
public interface Database extends AutoCloseable {

    /**
     * Returns what a service has to know of it.
     *
     * @return properties of Spring Boot
     */
    Map<String, String> properties();

    /**
     * Opens a connection.
     *
     * @return the connection, to be closed by the caller
     * @throws SQLException if the server refuses
     */
    Connection connect() throws SQLException;

    /**
     * Runs a statement.
     *
     * @param sql the statement
     */
    void execute(String sql);

    /**
     * Reads a number.
     *
     * @param sql a query of one row with one number
     * @return the number; 0 for NULL
     */
    long number(String sql);

    /**
     * Empties a table, and does what can be done so that each round starts alike.
     *
     * @param table the table
     */
    void empty(String table);

    /** Does what can be done so that no round pays for what was before it. */
    void settle();

    /**
     * Has the server look at what a table holds, as it does from time to time.
     *
     * @param table the table
     */
    void analyze(String table);

    /**
     * Reads the server's settings.
     *
     * @return them in one line
     */
    Map<String, String> settings();

    /** Forgets the statements so far. */
    void forgetStatements();

    /**
     * Tells which statements were run and how often, where the server knows.
     *
     * @return a line for each
     */
    Map<String, String> statements();

    @Override
    void close();
}
