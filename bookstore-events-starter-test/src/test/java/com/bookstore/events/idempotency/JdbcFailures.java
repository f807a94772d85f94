package com.bookstore.events.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.bookstore.events.idempotency.ClaimResult.Granted;
import com.bookstore.events.idempotency.ClaimResult.InProgress;
import com.bookstore.events.idempotency.IdempotencyStoreException.Reason;
import com.bookstore.events.jdbc.TableName;
import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DataSourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The failures of a database, and of the pool in front of it. */
abstract class JdbcFailures extends StoreFailures {

    private static final TableName TABLE = new TableName(null, "idempotency_failures");

    HikariDataSource pool;

    abstract HikariDataSource pool(int port, int connections);

    @Override
    final IdempotencyStore connect(int port) {
        pool = pool(port, 3);
        try {
            JdbcIdempotencyStore.schema(TABLE).create(pool);
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return new JdbcIdempotencyStore(pool, TABLE, Duration.ofDays(1), TIMEOUT, () -> UUID.randomUUID()
                .toString());
    }

    @Override
    final void disconnect() {
        ((JdbcIdempotencyStore) store).close();
        pool.close();
    }

    @Test
    void connectionsOfCallsThatWereGivenUpComeBackToThePool() {
        proxy.hold();
        for (int i = 0; i < 3; i++) {
            String key = "held" + i;
            assertThatThrownBy(() -> claim(key)).isInstanceOf(IdempotencyStoreException.class);
        }

        // Still held: they are broken off, not waited for.
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> pool.getHikariPoolMXBean().getActiveConnections() == 0);
    }

    @Test
    void anExhaustedPoolIsAnErrorInTime() throws SQLException {
        try (Connection one = pool.getConnection();
                Connection two = pool.getConnection();
                Connection three = pool.getConnection()) {
            assertThat(catchThrowableOfType(IdempotencyStoreException.class, () -> claim("exhausted"))
                            .reason())
                    .isEqualTo(Reason.TIMED_OUT);
        }
        awaitRecovery();
    }

    @Test
    void aClaimStaysWhenTheCallersTransactionIsRolledBack() {
        new TransactionTemplate(new DataSourceTransactionManager(pool)).executeWithoutResult(transaction -> {
            assertThat(claim("rolled back")).isInstanceOf(Granted.class);
            transaction.setRollbackOnly();
        });

        assertThat(claim("rolled back")).isInstanceOf(InProgress.class);
    }

    @Test
    void aPoolWithoutAutoCommitIsUsedAndLeftAsItWas() throws SQLException {
        try (HikariDataSource manual = pool(proxy.port(), 1)) {
            manual.setAutoCommit(false);
            try (JdbcIdempotencyStore other =
                    new JdbcIdempotencyStore(manual, TABLE, Duration.ofDays(1), TIMEOUT.multipliedBy(10), () -> "id")) {
                assertThat(other.claim(List.of(of("manual")), LEASE).get(0)).isInstanceOf(Granted.class);
            }
            try (Connection connection = manual.getConnection()) {
                assertThat(connection.getAutoCommit()).isFalse();
            }
        }

        assertThat(claim("manual")).isInstanceOf(InProgress.class);
    }
}
