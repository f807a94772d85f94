package com.bookstore.events.outbox;

import java.util.function.Supplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.DefaultTransactionDefinition;
import org.springframework.transaction.support.ResourceTransactionManager;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The application's transactions, of which stored events are a part. Thread-safe. */
final class OutboxTransactions {

    private final PlatformTransactionManager manager;
    private final TransactionTemplate own;
    private final TransactionTemplate current;
    private final DataSource dataSource;
    private final Runnable afterCommit;

    /**
     * Describes the transactions.
     *
     * @param afterCommit what to do, quickly, after a transaction has stored events
     */
    OutboxTransactions(PlatformTransactionManager manager, DataSource dataSource, Runnable afterCommit) {
        this.manager = manager;
        this.own = new TransactionTemplate(manager);
        this.current = new TransactionTemplate(manager);
        current.setPropagationBehavior(DefaultTransactionDefinition.PROPAGATION_MANDATORY);
        this.dataSource = dataSource;
        this.afterCommit = afterCommit;
    }

    /** Whether there is a transaction, of this database. */
    boolean isActive() {
        return TransactionSynchronizationManager.isActualTransactionActive()
                && (TransactionSynchronizationManager.hasResource(dataSource)
                        || !(manager instanceof ResourceTransactionManager));
    }

    /** Does what must not fail without rolling back the transaction, if there is one: whoever catches the failure would commit. */
    <T> T orRollBack(Supplier<T> work) {
        try {
            return work.get();
        } catch (RuntimeException | Error failure) {
            if (TransactionSynchronizationManager.isActualTransactionActive()) {
                rollBack(failure);
            }
            throw failure;
        }
    }

    private void rollBack(Throwable failure) {
        try {
            current.executeWithoutResult(TransactionStatus::setRollbackOnly);
        } catch (RuntimeException ofAnotherManager) {
            failure.addSuppressed(ofAnotherManager);
        }
    }

    <T> T inOwn(Supplier<T> work) {
        @Nullable T result = own.execute(status -> work.get());
        if (result == null) {
            throw new IllegalStateException("%s returned nothing".formatted(manager.getClass()));
        }
        return result;
    }

    /** Once for each transaction. */
    void wakeRelayAfterCommit() {
        if (!TransactionSynchronizationManager.isSynchronizationActive()) {
            return;
        }
        for (TransactionSynchronization registered : TransactionSynchronizationManager.getSynchronizations()) {
            if (registered instanceof WakeUp wakeUp && wakeUp.action == afterCommit) {
                return;
            }
        }
        TransactionSynchronizationManager.registerSynchronization(new WakeUp(afterCommit));
    }

    private record WakeUp(Runnable action) implements TransactionSynchronization {

        @Override
        public void afterCommit() {
            action.run();
        }
    }
}
