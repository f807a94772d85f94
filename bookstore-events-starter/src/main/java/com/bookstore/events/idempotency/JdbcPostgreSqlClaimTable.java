package com.bookstore.events.idempotency;

import com.bookstore.events.jdbc.JdbcDialect;
import com.bookstore.events.jdbc.TableName;
import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/** PostgreSQL takes any number of keys as arrays, and returns what it granted; only the others are read. */
final class JdbcPostgreSqlClaimTable extends JdbcClaimTable {

    JdbcPostgreSqlClaimTable(TableName table, Duration retention, Duration timeout) {
        super(JdbcDialect.POSTGRESQL, table, retention, timeout);
    }

    @Override
    Map<String, StoredClaim> claim(Connection connection, List<AskedClaim> claims, Duration lease) throws SQLException {
        Map<String, StoredClaim> stored;
        try (PreparedStatement statement = prepare(connection, claimSql(lease))) {
            statement.setArray(1, array(connection, claims, AskedClaim::key));
            statement.setArray(2, array(connection, claims, AskedClaim::fingerprint));
            statement.setArray(3, array(connection, claims, AskedClaim::event));
            statement.setArray(4, array(connection, claims, AskedClaim::token));
            try (ResultSet granted = statement.executeQuery()) {
                stored = granted(granted, claims, lease);
            }
        }
        if (stored.size() < claims.size()) {
            stored.putAll(read(
                    connection,
                    claims.stream()
                            .map(AskedClaim::key)
                            .filter(key -> !stored.containsKey(key))
                            .toList()));
        }
        return stored;
    }

    private String claimSql(Duration lease) {
        return """
                INSERT INTO %1$s AS c (%2$s)
                SELECT i.k, i.f, i.e, i.t, i.t, %3$s, %4$s FROM unnest(?, ?, ?, ?) AS i (k, f, e, t)
                ON CONFLICT (idempotency_key) DO UPDATE SET
                  fingerprint = excluded.fingerprint,
                  event = CASE WHEN c.expires_at <= %5$s THEN excluded.event ELSE c.event END,
                  first_token = CASE WHEN c.expires_at <= %5$s THEN excluded.first_token ELSE c.first_token END,
                  token = excluded.token,
                  outcome = NULL,
                  lease_until = excluded.lease_until,
                  expires_at = excluded.expires_at
                WHERE %6$s
                RETURNING c.idempotency_key, c.first_token, CASE WHEN c.first_token <> c.token THEN c.event END"""
                .formatted(
                        table,
                        INSERTED_COLUMNS,
                        dialect.nowPlus(lease),
                        dialect.nowPlus(lease.plus(retention)),
                        dialect.now(),
                        isFreeFor("excluded.fingerprint"));
    }

    /** What was claimed the first time is known; the event of an earlier claim is sent back. */
    private static Map<String, StoredClaim> granted(ResultSet rows, List<AskedClaim> claims, Duration lease)
            throws SQLException {
        Map<String, AskedClaim> asked = new HashMap<>();
        claims.forEach(claim -> asked.put(claim.key(), claim));
        Map<String, StoredClaim> stored = new HashMap<>();
        while (rows.next()) {
            AskedClaim claim = Objects.requireNonNull(asked.get(rows.getString(1)));
            String firstToken = rows.getString(2);
            String event = rows.getString(3);
            stored.put(
                    claim.key(),
                    event == null
                            ? claim.granted(lease)
                            : new StoredClaim(
                                    claim.fingerprint(), event, firstToken, claim.token(), null, lease.toMillis()));
        }
        return stored;
    }

    /**
     * Row by row, though sent together. A plan for all rows at once is made when the table is small, reads all of it, and is
     * kept while the table grows; one for a single row takes the index from the start.
     */
    @Override
    void confirm(Connection connection, List<Confirmation> confirmations) throws SQLException {
        String sql =
                """
                UPDATE %s SET outcome = ?, expires_at = %s
                WHERE idempotency_key = ? AND first_token = ? AND outcome IS NULL"""
                        .formatted(table, dialect.nowPlus(retention));
        try (PreparedStatement statement = prepare(connection, sql)) {
            for (Confirmation confirmation : confirmations) {
                statement.setString(1, confirmation.outcome());
                statement.setString(2, confirmation.key());
                statement.setString(3, StoredClaim.firstToken(confirmation.token()));
                statement.addBatch();
            }
            statement.executeBatch();
        }
    }

    private static <T> Array array(Connection connection, List<T> values, Function<T, String> text)
            throws SQLException {
        return connection.createArrayOf("varchar", values.stream().map(text).toArray());
    }
}
