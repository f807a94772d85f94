package com.bookstore.events.crash;

import javax.sql.DataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.DefaultTransactionStatus;

/** Transactions that crash before they begin, before their commit or after it. */
public final class CrashTransactions extends JdbcTransactionManager {

    private static final long serialVersionUID = 1L;

    private final transient Halts halts;

    public CrashTransactions(DataSource dataSource, Halts halts) {
        super(dataSource);
        this.halts = halts;
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        halts.hit(CrashPoint.BEFORE_HANDLER);
        super.doBegin(transaction, definition);
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        halts.hit(CrashPoint.BEFORE_COMMIT);
        super.doCommit(status);
        halts.hit(CrashPoint.AFTER_COMMIT);
    }
}
