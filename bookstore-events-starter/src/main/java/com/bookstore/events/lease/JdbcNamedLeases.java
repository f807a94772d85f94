package com.bookstore.events.lease;

import com.bookstore.events.jdbc.JdbcDatabase;
import com.bookstore.events.jdbc.JdbcDialect;
import com.bookstore.events.jdbc.TableName;
import java.time.Duration;
import java.util.Optional;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Leases things that have names: each has at most one owner at a time, for as long as a lease lasts, and its fencing token
 * grows with each change of owner. All times are the database's. Thread-safe; every change is one statement that the
 * database commits by itself: an owner that stands still in the middle of one keeps nobody from taking over.
 *
 * <p>Needs a table with the columns {@code name, owner, token, expires_at}, in which each name has a row; it may have more
 * columns. Whoever writes under a lease checks owner and token in the same statement, and so writes nothing once they are
 * another's, however late it comes. All methods throw Spring's {@link org.springframework.dao.DataAccessException} if the
 * database fails; leases then last as long as they did.
 */
public final class JdbcNamedLeases {

    private final JdbcDatabase database;
    private final JdbcTemplate jdbc;
    private final JdbcDialect dialect;
    private final TableName table;
    private final Duration lease;

    /**
     * Describes the leases.
     *
     * @param database where the table is
     * @param table the table
     * @param lease how long a lease lasts; an owner that does not renew it for so long can lose it
     */
    public JdbcNamedLeases(JdbcDatabase database, TableName table, Duration lease) {
        this.database = database;
        this.jdbc = new JdbcTemplate(database.dataSource());
        this.dialect = database.dialect();
        this.table = table;
        this.lease = lease;
    }

    /**
     * Takes a lease that nobody has.
     *
     * @param name what is to be held
     * @param owner the owner, unique among instances and their restarts
     * @return the lease; empty if it is another's, or if there is no row of this name
     */
    public Optional<NamedLease> take(String name, String owner) {
        long start = System.nanoTime();
        int taken = database.update(
                """
                UPDATE %s SET owner = ?, token = token + 1, expires_at = %s
                WHERE name = ? AND (owner IS NULL OR expires_at <= %s)"""
                        .formatted(table, dialect.nowPlus(lease), dialect.now()),
                owner,
                name);
        if (taken == 0) {
            return Optional.empty();
        }
        String current = "SELECT token FROM %s WHERE name = ? AND owner = ?".formatted(table);
        return jdbc.queryForList(current, Long.class, name, owner).stream()
                .findFirst()
                .map(token -> new NamedLease(name, owner, token, start + lease.toNanos()));
    }

    /**
     * Renews a lease. One that has ended is renewed as well, if nobody has taken it.
     *
     * @param held the lease
     * @return the lease, lasting longer; empty if it is lost
     */
    public Optional<NamedLease> renew(NamedLease held) {
        long start = System.nanoTime();
        int renewed = database.update(
                "UPDATE %s SET expires_at = %s WHERE name = ? AND owner = ? AND token = ?"
                        .formatted(table, dialect.nowPlus(lease)),
                held.name(),
                held.owner(),
                held.token());
        return renewed == 0
                ? Optional.empty()
                : Optional.of(new NamedLease(held.name(), held.owner(), held.token(), start + lease.toNanos()));
    }

    /**
     * Gives a lease back, so that others can take it at once. What is lost already stays another's.
     *
     * @param held the lease
     */
    public void giveBack(NamedLease held) {
        database.update(
                "UPDATE %s SET owner = NULL WHERE name = ? AND owner = ? AND token = ?".formatted(table),
                held.name(),
                held.owner(),
                held.token());
    }
}
