package com.bookstore.events.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.bookstore.events.eventstore.JdbcFrontier.Appending;
import com.bookstore.events.jdbc.JdbcDatabase;
import com.bookstore.events.jdbc.JdbcDialect;
import com.bookstore.events.jdbc.TableName;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

class AppendingTests {

    private final DataSource dataSource = mock(DataSource.class);
    private final Connection connection = mock(Connection.class);

    @Test
    void aLookThatEndsInADeadlockTakesAllForAppending() throws SQLException {
        when(dataSource.getConnection()).thenReturn(connection);
        when(connection.getAutoCommit()).thenReturn(true);
        when(connection.prepareStatement(anyString()))
                .thenThrow(new SQLTransactionRollbackException("Deadlock found", "40001", 1213));
        Appending appending = new Appending(
                new JdbcCommitted(dataSource),
                new EventStoreTables(
                        new JdbcDatabase(dataSource, JdbcDialect.MARIADB),
                        new TableName(null, "event_store"),
                        new TableName(null, "event_store_lock")));

        assertThat(appending.look()).hasSize(Appending.LOCKS);
    }
}
