package com.bookstore.events.eventstore;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;

/**
 * Reads what is committed when a statement begins: each on a connection of its own, whatever transaction the thread is in, as
 * that one may see an older state. Thread-safe.
 */
final class JdbcCommitted {

    private final DataSource dataSource;
    private final JdbcTemplate translating;

    JdbcCommitted(DataSource dataSource) {
        this.dataSource = dataSource;
        this.translating = new JdbcTemplate(dataSource);
    }

    <T> List<T> query(String sql, List<Object> parameters, RowMapper<T> mapper) {
        try (Connection connection = dataSource.getConnection()) {
            try {
                return query(connection, sql, parameters, mapper);
            } finally {
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                }
            }
        } catch (SQLException failure) {
            throw java.util.Objects.requireNonNull(
                    translating.getExceptionTranslator().translate("read the event store", sql, failure));
        }
    }

    private static <T> List<T> query(Connection connection, String sql, List<Object> parameters, RowMapper<T> mapper)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.size(); i++) {
                statement.setObject(i + 1, parameters.get(i));
            }
            try (ResultSet rows = statement.executeQuery()) {
                List<T> found = new ArrayList<>();
                while (rows.next()) {
                    found.add(mapper.mapRow(rows, found.size()));
                }
                return found;
            }
        }
    }
}
