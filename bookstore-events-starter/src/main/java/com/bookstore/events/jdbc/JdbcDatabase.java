package com.bookstore.events.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.springframework.jdbc.CannotGetJdbcConnectionException;
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
