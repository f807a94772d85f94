package com.bookstore.events.idempotency;

import com.bookstore.events.jdbc.JdbcDialect;
import com.bookstore.events.jdbc.TableName;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Databases that take claims as rows of parameters and do not say which they granted, so that all are read afterwards.
 *
 * <p>MySQL and MariaDB assign from left to right: the token goes first and tells the assignments after it whether the
 * claim is granted, the times they look at go last. In H2, of two that insert the same key at the same time one fails;
 * the store repeats it.
 */
final class JdbcRowsClaimTable extends JdbcClaimTable {

    JdbcRowsClaimTable(JdbcDialect dialect, TableName table, Duration retention, Duration timeout) {
        super(dialect, table, retention, timeout);
    }

    @Override
    Map<String, StoredClaim> claim(Connection connection, List<AskedClaim> claims, Duration lease) throws SQLException {
        int count = claims.size();
        String sql = dialect == JdbcDialect.H2 ? merge(count, lease) : insertOrUpdate(count, lease);
        try (PreparedStatement statement = prepare(connection, sql)) {
            int index = 1;
            for (AskedClaim claim : claims) {
                statement.setString(index++, claim.key());
                statement.setString(index++, claim.fingerprint());
                statement.setString(index++, claim.event());
                statement.setString(index++, claim.token());
            }
            statement.executeUpdate();
        }
        return read(connection, claims.stream().map(AskedClaim::key).toList());
    }

    private String insertOrUpdate(int count, Duration lease) {
        String row = "(?, ?, ?, ?, first_token, %s, %s)"
                .formatted(dialect.nowPlus(lease), dialect.nowPlus(lease.plus(retention)));
        return """
                INSERT INTO %1$s (%2$s) VALUES %3$s
                ON DUPLICATE KEY UPDATE
                  token = IF(%4$s, VALUES(token), token),
                  first_token = IF(token = VALUES(token) AND expires_at <= %5$s, VALUES(first_token), first_token),
                  event = IF(token = VALUES(token) AND expires_at <= %5$s, VALUES(event), event),
                  fingerprint = IF(token = VALUES(token), VALUES(fingerprint), fingerprint),
                  outcome = IF(token = VALUES(token), NULL, outcome),
                  lease_until = IF(token = VALUES(token), VALUES(lease_until), lease_until),
                  expires_at = IF(token = VALUES(token), VALUES(expires_at), expires_at)"""
                .formatted(
                        table,
                        INSERTED_COLUMNS,
                        String.join(", ", Collections.nCopies(count, row)),
                        isFreeFor("VALUES(fingerprint)").replace("c.", ""),
                        dialect.now());
    }

    private String merge(int count, Duration lease) {
        String row = "(%s)".formatted(String.join(", ", Collections.nCopies(4, text())));
        return """
                MERGE INTO %1$s AS c USING (VALUES %2$s) AS i (k, f, e, t) ON c.idempotency_key = i.k
                WHEN MATCHED AND (%3$s) THEN UPDATE SET
                  fingerprint = i.f,
                  event = CASE WHEN c.expires_at <= %4$s THEN i.e ELSE c.event END,
                  first_token = CASE WHEN c.expires_at <= %4$s THEN i.t ELSE c.first_token END,
                  token = i.t,
                  outcome = NULL,
                  lease_until = %5$s,
                  expires_at = %6$s
                WHEN NOT MATCHED THEN INSERT (%7$s) VALUES (i.k, i.f, i.e, i.t, i.t, %5$s, %6$s)"""
                .formatted(
                        table,
                        String.join(", ", Collections.nCopies(count, row)),
                        isFreeFor("i.f"),
                        dialect.now(),
                        dialect.nowPlus(lease),
                        dialect.nowPlus(lease.plus(retention)),
                        INSERTED_COLUMNS);
    }
}
