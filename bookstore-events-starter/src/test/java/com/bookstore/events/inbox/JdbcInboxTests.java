package com.bookstore.events.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.jdbc.JdbcDialect;
import com.bookstore.events.jdbc.TableName;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;

class JdbcInboxTests {

    @Test
    void aConnectionOfH2IsGivenBackWithoutATimeout() throws SQLException {
        SingleConnectionDataSource dataSource =
                new SingleConnectionDataSource("jdbc:h2:mem:" + UUID.randomUUID(), true);
        TableName table = new TableName(null, "inbox");
        JdbcInbox.schema(table).create(dataSource);

        new JdbcInbox(dataSource, JdbcDialect.H2, table, Duration.ofSeconds(1)).add("stock", List.of("1", "2"));

        try (Statement next = dataSource.getConnection().createStatement()) {
            assertThat(next.getQueryTimeout()).isZero();
        } finally {
            dataSource.destroy();
        }
    }
}
