package com.bookstore.events.outbox;

import com.bookstore.events.jdbc.JdbcDialect;
import javax.sql.DataSource;

/**
 * The database with the outbox's tables; they are there.
 *
 * @param dataSource the database
 * @param dialect which database it is
 * @param tables the tables
 */
public record JdbcOutboxDatabase(DataSource dataSource, JdbcDialect dialect, OutboxTables tables) {}
