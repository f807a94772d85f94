package com.bookstore.events.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.bookstore.events.idempotency.ClaimResult.AlreadyConfirmed;
import com.bookstore.events.idempotency.ClaimResult.Granted;
import com.bookstore.events.idempotency.ClaimResult.InProgress;
import com.bookstore.events.idempotency.IdempotencyStoreException.Reason;
import com.bookstore.events.jdbc.JdbcCleanup;
import com.bookstore.events.jdbc.MissingTableException;
import com.bookstore.events.jdbc.TableName;
import com.bookstore.events.servers.FaultyProxy;
import com.bookstore.events.servers.MariaDbServer;
import com.bookstore.events.servers.Pools;
import com.bookstore.events.servers.PostgresServer;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The table: created by several instances at once, cleaned by several at once, missing. */
class JdbcTableIntegrationTests {

    private static final Duration MINUTES = Duration.ofMinutes(5);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    private final TableName table =
            new TableName(null, "claims_" + UUID.randomUUID().toString().replace('-', '_'));

    enum Server {
        POSTGRES,
        MARIADB,
        H2;

        HikariDataSource pool(int connections) {
            return switch (this) {
                case POSTGRES -> PostgresServer.pool(connections);
                case MARIADB -> MariaDbServer.pool(connections);
                case H2 -> Pools.pool("jdbc:h2:mem:tables", "sa", "", connections);
            };
        }
    }

    private JdbcIdempotencyStore store(HikariDataSource pool, Duration retention) {
        return new JdbcIdempotencyStore(
                pool, table, retention, TIMEOUT, () -> UUID.randomUUID().toString());
    }

    @ParameterizedTest
    @EnumSource
    void severalInstancesCreateTheTableAtTheSameTime(Server server) throws Exception {
        try (HikariDataSource pool = server.pool(16)) {
            for (int round = 0; round < 5; round++) {
                TableName name = new TableName(null, table.name() + round);
                together(16, instance -> {
                    JdbcIdempotencyStore.schema(name).create(pool);
                    return null;
                });
                try (Connection connection = pool.getConnection()) {
                    JdbcIdempotencyStore.schema(name).verify(connection);
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatIsThereIsLeftAloneSoThatNobodyWaits(Server server) throws Exception {
        try (HikariDataSource pool = server.pool(2);
                Connection writer = pool.getConnection()) {
            JdbcIdempotencyStore.schema(table).create(pool);
            writer.setAutoCommit(false);
            try (Statement statement = writer.createStatement()) {
                statement.executeUpdate("DELETE FROM " + table);

                var creation = CompletableFuture.runAsync(() -> {
                    try {
                        JdbcIdempotencyStore.schema(table).create(pool);
                    } catch (SQLException failure) {
                        throw new IllegalStateException(failure);
                    }
                });
                creation.get(30, TimeUnit.SECONDS);
            } finally {
                writer.rollback();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void theTableMayBeInASchemaOfItsOwn(Server server) throws SQLException {
        TableName inSchema = new TableName(table.name().substring(0, 20), "Keys");
        try (HikariDataSource pool = server.pool(2)) {
            execute(pool, "CREATE SCHEMA " + inSchema.schema());
            JdbcIdempotencyStore.schema(inSchema).create(pool);

            try (JdbcIdempotencyStore store = new JdbcIdempotencyStore(
                    pool, inSchema, MINUTES, TIMEOUT, () -> UUID.randomUUID().toString())) {
                Claim claim = new Claim("key", "same", "event");
                Granted granted = (Granted) store.claim(List.of(claim), MINUTES).get(0);
                store.confirm(List.of(new Confirmation("key", granted.token(), "done")));
                assertThat(store.claim(List.of(claim), MINUTES)).hasOnlyElementsOfType(AlreadyConfirmed.class);
            }
            execute(pool, "DROP TABLE " + inSchema);
        }
    }

    @ParameterizedTest
    @EnumSource
    void instancesThatCleanAtTheSameTimeDeleteWhatIsPastItsRetentionAndNothingElse(Server server) throws Exception {
        try (HikariDataSource pool = server.pool(12);
                JdbcIdempotencyStore shortLived = store(pool, Duration.ofMillis(1));
                JdbcIdempotencyStore longLived = store(pool, MINUTES)) {
            JdbcIdempotencyStore.schema(table).create(pool);
            List<Claim> old = claims("old", 4_000);
            shortLived.claim(old, Duration.ofMillis(1));
            List<JdbcCleanup> cleanups = IntStream.range(0, 3)
                    .mapToObj(i -> new JdbcCleanup("test", Duration.ofMillis(1), 50, shortLived::deleteExpired))
                    .toList();

            cleanups.forEach(JdbcCleanup::start);
            Set<Claim> kept = ConcurrentHashMap.newKeySet();
            together(4, claimer -> {
                for (int start = claimer * 10; start < old.size(); start += 100) {
                    List<Claim> some = old.subList(start, start + 10);
                    assertThat(longLived.claim(some, MINUTES)).hasOnlyElementsOfType(Granted.class);
                    kept.addAll(some);
                }
                return null;
            });
            Awaitility.await().atMost(TIMEOUT).until(() -> count(pool) <= kept.size());
            cleanups.forEach(JdbcCleanup::stop);

            assertThat(longLived.claim(List.copyOf(kept), MINUTES)).hasOnlyElementsOfType(InProgress.class);
            assertThat(kept).hasSize(1_600);
        }
    }

    @Test
    void aTableThatIsMissingWhenADatabaseThatWasDownIsBackIsToldWithItsScript() {
        FaultyProxy proxy = FaultyProxy.to(PostgresServer.port());
        proxy.cut();
        try (HikariDataSource pool = Pools.pool(PostgresServer.url(proxy.port()), "postgres", "postgres", 2);
                JdbcIdempotencyStore store =
                        new JdbcIdempotencyStore(pool, table, MINUTES, Duration.ofSeconds(1), () -> "id")) {
            store.verify();
            proxy.heal();

            Awaitility.await().atMost(TIMEOUT).untilAsserted(() -> {
                IdempotencyStoreException failure = catchThrowableOfType(
                        IdempotencyStoreException.class, () -> store.claim(claims("key", 1), MINUTES));
                assertThat(failure.reason()).isEqualTo(Reason.FAILED);
                assertThat(failure)
                        .hasCauseInstanceOf(MissingTableException.class)
                        .hasMessageContaining("com/bookstore/events/idempotency/schema-postgresql.sql");
            });
        } finally {
            proxy.close();
        }
    }

    private static List<Claim> claims(String prefix, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Claim(prefix + i, "same", "event"))
                .toList();
    }

    private int count(HikariDataSource pool) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT COUNT(*) FROM " + table)) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private static void execute(HikariDataSource pool, String sql) throws SQLException {
        try (Connection connection = pool.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private interface Work {
        Void run(int index) throws Exception;
    }

    private static void together(int count, Work work) throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(count);
        try {
            List<Callable<Void>> tasks = IntStream.range(0, count)
                    .<Callable<Void>>mapToObj(i -> () -> work.run(i))
                    .toList();
            for (Future<Void> future : threads.invokeAll(tasks)) {
                future.get();
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
