package com.bookstore.events.jdbc;

import javax.sql.DataSource;
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
