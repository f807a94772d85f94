package com.bookstore.events.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.jdbc.TableName;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class JdbcIdempotencyStoreTests {

    @Test
    void aConnectionOfH2IsGivenBackWithoutATimeout() throws Exception {
        SingleConnectionDataSource dataSource =
                new SingleConnectionDataSource("jdbc:h2:mem:" + UUID.randomUUID(), true);
        TableName table = new TableName(null, "idempotency_claim");
        JdbcIdempotencyStore.schema(table).create(dataSource);

        try (JdbcIdempotencyStore store = new JdbcIdempotencyStore(
                dataSource, table, Duration.ofDays(1), Duration.ofSeconds(1), () -> UUID.randomUUID()
                        .toString())) {
            assertThat(store.claim(List.of(new Claim("key", "fingerprint", "event")), Duration.ofMinutes(1)))
                    .hasSize(1);
        }

        assertNoTimeout(dataSource);
    }

    private static void assertNoTimeout(SingleConnectionDataSource dataSource) throws SQLException {
        try (Statement next = dataSource.getConnection().createStatement()) {
            assertThat(next.getQueryTimeout()).isZero();
        } finally {
            dataSource.destroy();
        }
    }
}
