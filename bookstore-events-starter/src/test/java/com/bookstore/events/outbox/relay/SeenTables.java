package com.bookstore.events.outbox.relay;

import com.bookstore.events.jdbc.JdbcDatabase;
import com.bookstore.events.jdbc.JdbcDialect;
import com.bookstore.events.jdbc.TableName;
import com.bookstore.events.outbox.OutboxTables;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** The tables of an outbox whose names begin with a name. */
final class SeenTables {

    private SeenTables() {}

    static OutboxTables in(DataSource dataSource, String name) {
        try (Connection connection = dataSource.getConnection()) {
            return new OutboxTables(
                    new JdbcDatabase(dataSource, JdbcDialect.of(connection)),
                    new TableName(null, name),
                    new TableName(null, name + "_parked"),
                    new TableName(null, name + "_partition"),
                    new TableName(null, name + "_relay"),
                    new TableName(null, name + "_lock"));
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
