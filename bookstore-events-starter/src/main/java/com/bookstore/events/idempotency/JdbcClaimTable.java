package com.bookstore.events.idempotency;

import com.bookstore.events.jdbc.JdbcDialect;
import com.bookstore.events.jdbc.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The statements on the table of claims. Each is a transaction of its own. How a key is claimed:
 *
 * <ol>
 *   <li>One statement inserts the keys that are new, and takes over those whose lease has ended unconfirmed (keeping
 *       event and first token) or whose retention has (keeping nothing). It writes the claim's own token.
 *   <li>What then stands in a key's row decides: the claim's token says granted, any other why not.
 * </ol>
 */
abstract class JdbcClaimTable {

    static final String INSERTED_COLUMNS =
            "idempotency_key, fingerprint, event, first_token, token, lease_until, expires_at";

    /** A statement gets at most so many keys. */
    static final int CHUNK = 500;

    private static final int CONFIRMED_AT_ONCE = 100;

    final JdbcDialect dialect;
    final TableName table;
    final Duration retention;
    private final int timeoutSeconds;

    JdbcClaimTable(JdbcDialect dialect, TableName table, Duration retention, Duration timeout) {
        this.dialect = dialect;
        this.table = table;
        this.retention = retention;
        this.timeoutSeconds = dialect.timeoutSeconds(timeout);
    }

    static JdbcClaimTable of(JdbcDialect dialect, TableName table, Duration retention, Duration timeout) {
        return dialect == JdbcDialect.POSTGRESQL
                ? new JdbcPostgreSqlClaimTable(table, retention, timeout)
                : new JdbcRowsClaimTable(dialect, table, retention, timeout);
    }

    /**
     * Claims keys.
     *
     * @param claims distinct keys, sorted, so that two statements never wait for each other
     * @return what the table has of the keys afterwards; a key that was deleted meanwhile is missing
     */
    abstract Map<String, StoredClaim> claim(Connection connection, List<AskedClaim> claims, Duration lease)
            throws SQLException;

    final Map<String, StoredClaim> read(Connection connection, List<String> keys) throws SQLException {
        String sql = "SELECT %s FROM %s c WHERE %s"
                .formatted(readColumns(), table, dialect.isOneOf("idempotency_key", keys.size()));
        try (PreparedStatement statement = prepare(connection, sql)) {
            dialect.bindAll(statement, 1, keys);
            try (ResultSet rows = statement.executeQuery()) {
                return stored(rows);
            }
        }
    }

    final String readColumns() {
        return "c.idempotency_key, c.fingerprint, c.event, c.first_token, c.token, c.outcome, "
                + dialect.millisUntil("c.lease_until");
    }

    static Map<String, StoredClaim> stored(ResultSet rows) throws SQLException {
        Map<String, StoredClaim> stored = new HashMap<>();
        while (rows.next()) {
            stored.put(
                    rows.getString(1),
                    new StoredClaim(
                            rows.getString(2),
                            rows.getString(3),
                            rows.getString(4),
                            rows.getString(5),
                            rows.getString(6),
                            rows.getLong(7)));
        }
        return stored;
    }

    /** A claim is free for the taking when this holds of its row {@code c}. */
    final String isFreeFor(String fingerprint) {
        return "c.expires_at <= %1$s OR (c.outcome IS NULL AND c.lease_until <= %1$s AND c.fingerprint = %2$s)"
                .formatted(dialect.now(), fingerprint);
    }

    void confirm(Connection connection, List<Confirmation> confirmations) throws SQLException {
        for (List<Confirmation> some : chunks(confirmations, CONFIRMED_AT_ONCE)) {
            confirmSome(connection, some);
        }
    }

    private void confirmSome(Connection connection, List<Confirmation> confirmations) throws SQLException {
        List<String> keys = confirmations.stream().map(Confirmation::key).toList();
        List<String> firstTokens = confirmations.stream()
                .map(confirmation -> StoredClaim.firstToken(confirmation.token()))
                .toList();
        try (PreparedStatement statement = prepare(connection, confirmSql(keys.size()))) {
            int index = 1;
            for (int i = 0; i < keys.size(); i++) {
                statement.setString(index++, firstTokens.get(i));
                statement.setString(index++, confirmations.get(i).outcome());
            }
            index = dialect.bindAll(statement, index, keys);
            dialect.bindAll(statement, index, firstTokens);
            statement.executeUpdate();
        }
    }

    private String confirmSql(int count) {
        return "UPDATE %s SET expires_at = %s, outcome = CASE first_token %s END WHERE %s AND %s AND outcome IS NULL"
                .formatted(
                        table,
                        dialect.nowPlus(retention),
                        String.join(" ", Collections.nCopies(count, "WHEN ? THEN " + text())),
                        dialect.isOneOf("idempotency_key", count),
                        dialect.isOneOf("first_token", count));
    }

    /** A parameter whose type H2 cannot tell from where it stands. */
    final String text() {
        return dialect == JdbcDialect.H2 ? "CAST(? AS CHARACTER VARYING)" : "?";
    }

    final void release(Connection connection, List<ClaimToken> tokens) throws SQLException {
        update(
                connection,
                "UPDATE %s SET lease_until = %s, expires_at = %s"
                        .formatted(table, dialect.now(), dialect.nowPlus(retention)),
                "outcome IS NULL",
                tokens);
    }

    /** Deletes what the first claim of a key still holds; what another claim has resumed is not this. */
    final void forget(Connection connection, List<ClaimToken> tokens) throws SQLException {
        update(connection, "DELETE FROM " + table, "outcome IS NULL AND first_token = token", tokens);
    }

    private void update(Connection connection, String change, String condition, List<ClaimToken> tokens)
            throws SQLException {
        for (List<ClaimToken> some : chunks(tokens, CHUNK)) {
            String sql = "%s WHERE %s AND %s AND %s"
                    .formatted(
                            change,
                            dialect.isOneOf("idempotency_key", some.size()),
                            dialect.isOneOf("token", some.size()),
                            condition);
            try (PreparedStatement statement = prepare(connection, sql)) {
                int index = dialect.bindAll(
                        statement, 1, some.stream().map(ClaimToken::key).toList());
                dialect.bindAll(
                        statement,
                        index,
                        some.stream()
                                .map(token -> StoredClaim.holder(token.token()))
                                .toList());
                statement.executeUpdate();
            }
        }
    }

    /**
     * Deletes keys past their retention. They are looked for without a lock and deleted in the order in which claims lock
     * them, so that neither claims nor other instances' cleanup are in the way.
     *
     * @return how many were found
     */
    final int deleteExpired(Connection connection, int limit) throws SQLException {
        List<String> keys = new ArrayList<>();
        String select = "SELECT idempotency_key FROM %s WHERE expires_at <= %s ORDER BY expires_at LIMIT %d"
                .formatted(table, dialect.now(), limit);
        try (PreparedStatement statement = prepare(connection, select);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                keys.add(rows.getString(1));
            }
        }
        if (!keys.isEmpty()) {
            Collections.sort(keys);
            String delete = "DELETE FROM %s WHERE %s AND expires_at <= %s"
                    .formatted(table, dialect.isOneOf("idempotency_key", keys.size()), dialect.now());
            try (PreparedStatement statement = prepare(connection, delete)) {
                dialect.bindAll(statement, 1, keys);
                statement.executeUpdate();
            }
        }
        return keys.size();
    }

    final PreparedStatement prepare(Connection connection, String sql) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        if (timeoutSeconds > 0) {
            statement.setQueryTimeout(timeoutSeconds);
        }
        return statement;
    }

    static <T> List<List<T>> chunks(List<T> all, int size) {
        List<List<T>> chunks = new ArrayList<>();
        for (int start = 0; start < all.size(); start += size) {
            chunks.add(all.subList(start, Math.min(all.size(), start + size)));
        }
        return chunks;
    }
}
