package com.bookstore.events.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * A database, and which one it is.
 *
 * @param dataSource the database
 * @param dialect which database it is
 */
public record JdbcDatabase(DataSource dataSource, JdbcDialect dialect) {

    /**
     * Finds out which database it is.
     *
     * @param dataSource the database; of a proxy that takes part in transactions, what is behind it, as that is what
     *     transaction managers know
     * @return the database
     * @throws CannotGetJdbcConnectionException if it does not answer
     * @throws UnsupportedDatabaseException if the library does not know it
     */
    public static JdbcDatabase of(DataSource dataSource) {
        DataSource behind =
                dataSource instanceof TransactionAwareDataSourceProxy proxy ? proxy.getTargetDataSource() : null;
        DataSource target = behind == null ? dataSource : behind;
        try (Connection connection = target.getConnection()) {
            return new JdbcDatabase(target, JdbcDialect.of(connection));
        } catch (SQLException unreachable) {
            throw new CannotGetJdbcConnectionException("The database does not answer", unreachable);
        }
    }

    /**
     * Checks that a feature's tables are there.
     *
     * @param schema the tables
     * @throws MissingTableException if one is not
     * @throws CannotGetJdbcConnectionException if the database does not answer
     */
    public void verify(JdbcSchema schema) {
        try (Connection connection = dataSource.getConnection()) {
            schema.verify(connection);
        } catch (SQLException unreachable) {
            throw new CannotGetJdbcConnectionException(
                    "The database does not let its tables be looked for", unreachable);
        }
    }

    /**
     * Changes rows with one statement, which the database commits as it ends it, whatever transaction the thread is in: a
     * caller that stands still has nothing locked meanwhile.
     *
     * @param sql the statement
     * @param parameters its parameters
     * @return how many rows were changed
     * @throws org.springframework.dao.DataAccessException if the database fails; then it may have changed them
     */
    public int update(String sql, @Nullable Object... parameters) {
        try (Connection connection = dataSource.getConnection()) {
            return update(connection, sql, parameters);
        } catch (SQLException failure) {
            JdbcTemplate translating = new JdbcTemplate(dataSource);
            DataAccessException known = translating.getExceptionTranslator().translate("change rows", sql, failure);
            throw known == null ? new UncategorizedSQLException("change rows", sql, failure) : known;
        }
    }

    private static int update(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        boolean committed = connection.getAutoCommit();
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < parameters.length; i++) {
                statement.setObject(i + 1, parameters[i]);
            }
            int updated = statement.executeUpdate();
            if (!committed) {
                connection.commit();
                committed = true;
            }
            return updated;
        } finally {
            if (!committed) {
                connection.rollback();
            }
        }
    }

    /**
     * Returns what runs transactions of the library's own, which must not wait for each other's locks in gaps: InnoDB's
     * default isolation would have them wait for rows that are not there. Elsewhere the connection's own isolation stays, as
     * asking for it costs a round trip.
     *
     * @param name what the transactions are called
     * @return runs each in a connection of its own, unless one is bound to the thread
     */
    public TransactionTemplate transactions(String name) {
        TransactionTemplate transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        transactions.setName(name);
        if (dialect == JdbcDialect.MYSQL || dialect == JdbcDialect.MARIADB) {
            transactions.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        }
        return transactions;
    }
}
