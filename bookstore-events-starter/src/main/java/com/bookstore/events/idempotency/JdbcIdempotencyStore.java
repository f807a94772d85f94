package com.bookstore.events.idempotency;

import com.bookstore.events.EventsException;
import com.bookstore.events.idempotency.ClaimResult.InProgress;
import com.bookstore.events.idempotency.IdempotencyStoreException.Reason;
import com.bookstore.events.jdbc.JdbcDialect;
import com.bookstore.events.jdbc.JdbcRetry;
import com.bookstore.events.jdbc.JdbcSchema;
import com.bookstore.events.jdbc.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps keys in the service's database, on connections and in transactions of its own: a claim is visible to the other
 * instances at once, whatever becomes of the caller's transaction.
 */
final class JdbcIdempotencyStore implements IdempotencyStore, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(JdbcIdempotencyStore.class);

    private static final String DUPLICATE_KEY = "23505";

    private final DataSource dataSource;
    private final JdbcSchema schema;
    private final TableName tableName;
    private final Duration retention;
    private final Duration timeout;
    private final Supplier<String> ids;
    private final StoreCalls calls;
    private final JdbcRetry retry = JdbcRetry.on(Set.of(DUPLICATE_KEY), Duration.ofMillis(5));
    private volatile @Nullable JdbcClaimTable table;

    JdbcIdempotencyStore(
            DataSource dataSource, TableName tableName, Duration retention, Duration timeout, Supplier<String> ids) {
        this.dataSource = dataSource;
        this.schema = schema(tableName);
        this.tableName = tableName;
        this.retention = retention;
        this.timeout = timeout;
        this.ids = ids;
        this.calls = new StoreCalls("jdbc", timeout, JdbcIdempotencyStore::reason);
    }

    static JdbcSchema schema(TableName table) {
        return new JdbcSchema(
                "com/bookstore/events/idempotency",
                "bookstore.events.idempotency.jdbc",
                Map.of("idempotency_claim", table));
    }

    /** Checks database and table, unless the database cannot be reached; then the first call does. */
    void verify() {
        try {
            call("check its table", (connection, claims) -> claims);
        } catch (IdempotencyStoreException failure) {
            if (failure.getCause() instanceof EventsException mistake) {
                throw mistake;
            }
            log.warn("{}; it is checked when it is used", failure.getMessage());
        }
    }

    @Override
    public List<ClaimResult> claim(List<Claim> claims, Duration lease) {
        IdempotencyLease.check("A lease", lease);
        return ClaimRounds.claim(claims, lease, distinct -> claimDistinct(distinct, lease));
    }

    private List<ClaimResult> claimDistinct(List<Claim> claims, Duration lease) {
        List<AskedClaim> asked = AskedClaim.all(claims, ids.get());
        List<AskedClaim> sorted =
                asked.stream().sorted(Comparator.comparing(AskedClaim::key)).toList();
        Map<String, StoredClaim> stored = call("claim", (connection, table) -> {
            Map<String, StoredClaim> rows = new HashMap<>();
            for (List<AskedClaim> some : JdbcClaimTable.chunks(sorted, JdbcClaimTable.CHUNK)) {
                rows.putAll(table.claim(connection, some, lease));
            }
            return rows;
        });
        return asked.stream()
                .map(claim -> {
                    StoredClaim row = stored.get(claim.key());
                    // Deleted since it was found to be held: free for whoever asks next.
                    return row == null ? new InProgress(claim.key(), Duration.ZERO) : claim.answer(row);
                })
                .toList();
    }

    @Override
    public void confirm(List<Confirmation> confirmations) {
        List<Confirmation> sorted = confirmations.stream()
                .sorted(Comparator.comparing(Confirmation::key))
                .toList();
        change("confirm", sorted, (connection, table) -> table.confirm(connection, sorted));
    }

    @Override
    public void release(List<ClaimToken> tokens) {
        List<ClaimToken> sorted = sorted(tokens);
        change("release", sorted, (connection, table) -> table.release(connection, sorted));
    }

    @Override
    public void forget(List<ClaimToken> tokens) {
        List<ClaimToken> sorted = sorted(tokens);
        change("forget", sorted, (connection, table) -> {
            table.forget(connection, sorted);
            table.release(connection, sorted);
        });
    }

    private static List<ClaimToken> sorted(List<ClaimToken> tokens) {
        return tokens.stream().sorted(Comparator.comparing(ClaimToken::key)).toList();
    }

    /** Deletes keys past their retention, returns how many it found. */
    int deleteExpired(int limit) {
        return call("clean up", (connection, table) -> table.deleteExpired(connection, limit));
    }

    private void change(String operation, List<?> what, JdbcChange change) {
        if (!what.isEmpty()) {
            call(operation, (connection, table) -> {
                change.run(connection, table);
                return what;
            });
        }
    }

    /** Repeats all of it after a deadlock: who claims again with his own token holds the key already. */
    private <T> T call(String operation, JdbcQuery<T> query) {
        return calls.call(
                operation,
                call -> retry.run(() -> {
                    call.checkWanted();
                    try (Connection connection = dataSource.getConnection()) {
                        call.checkWanted();
                        return inTime(connection, query);
                    }
                }));
    }

    /** Lets the connection give up a silent server, as the caller does, so that pool and thread get it back. */
    private <T> T inTime(Connection connection, JdbcQuery<T> query) throws SQLException {
        int millis = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, (int) timeout.toMillis());
        try {
            return inOwnTransactions(connection, query);
        } finally {
            if (!connection.isClosed()) {
                connection.setNetworkTimeout(Runnable::run, millis);
            }
        }
    }

    private <T> T inOwnTransactions(Connection connection, JdbcQuery<T> query) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        if (!autoCommit) {
            connection.setAutoCommit(true);
        }
        try {
            return query.run(connection, table(connection));
        } finally {
            if (!autoCommit && !connection.isClosed()) {
                connection.setAutoCommit(false);
            }
        }
    }

    private JdbcClaimTable table(Connection connection) throws SQLException {
        JdbcClaimTable known = table;
        if (known == null) {
            known = JdbcClaimTable.of(JdbcDialect.of(connection), tableName, retention, timeout);
            schema.verify(connection);
            table = known;
        }
        return known;
    }

    private static Reason reason(Throwable failure) {
        if (failure instanceof SQLTimeoutException) {
            return Reason.TIMED_OUT;
        }
        boolean unreachable = failure instanceof SQLTransientConnectionException
                || failure instanceof SQLNonTransientConnectionException
                || (failure instanceof SQLException sql
                        && sql.getSQLState() != null
                        && (sql.getSQLState().startsWith("08")
                                || sql.getSQLState().startsWith("57P")));
        return unreachable ? Reason.UNREACHABLE : Reason.FAILED;
    }

    @Override
    public void close() {
        calls.close();
    }

    private interface JdbcQuery<T> {
        T run(Connection connection, JdbcClaimTable table) throws SQLException;
    }

    private interface JdbcChange {
        void run(Connection connection, JdbcClaimTable table) throws SQLException;
    }
}
