package com.bookstore.demo;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.dao.TransientDataAccessResourceException;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/** Lets a transaction of a service fail at its very end, as it does when the database is lost then. */
final class FailingCommits
        implements TransactionExecutionListener, ApplicationContextInitializer<ConfigurableApplicationContext> {

    private final AtomicReference<@Nullable String> failsNext = new AtomicReference<>();

    /** Spring Boot gives a bean of this type to the transaction manager. */
    @Override
    public void initialize(ConfigurableApplicationContext context) {
        ((GenericApplicationContext) context)
                .registerBean("failingCommits", TransactionExecutionListener.class, () -> this);
    }

    /** Lets the next transaction of a method fail. */
    void failNext(String method) {
        failsNext.set(method);
    }

    @Override
    public void beforeCommit(TransactionExecution transaction) {
        String method = failsNext.get();
        if (method != null
                && transaction.getTransactionName().endsWith(method)
                && failsNext.compareAndSet(method, null)) {
            throw new TransientDataAccessResourceException("the database is lost before the commit");
        }
    }

    @Override
    public void afterCommit(TransactionExecution transaction, @Nullable Throwable failure) {
        // only what comes before is of interest
    }
}
