package com.bookstore.events.outbox;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.transaction.KafkaAwareTransactionManager;
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
    private final JdbcOutboxTable table;
    private final RelaySignal relay;

    /**
     * Describes the transactions.
     *
     * @param relay is told when a transaction that has stored events is committed
     */
    OutboxTransactions(PlatformTransactionManager manager, JdbcOutboxTable table, RelaySignal relay) {
        this.manager = manager;
        this.own = new TransactionTemplate(manager);
        this.current = new TransactionTemplate(manager);
        current.setPropagationBehavior(DefaultTransactionDefinition.PROPAGATION_MANDATORY);
        this.table = table;
        this.relay = relay;
    }

    /**
     * Checks that the application's transactions are those of the outbox's database.
     *
     * @throws OutboxSetupException if they are not
     */
    void verify() {
        // One of Kafka's would ask the broker for a transaction, to no end.
        if (manager instanceof KafkaAwareTransactionManager<?, ?>
                || Boolean.FALSE.equals(own.execute(status -> isActive()))) {
            throw OutboxSetupException.foreignTransactionManager(manager.getClass());
        }
    }

    /** Whether there is a transaction, of this database. */
    boolean isActive() {
        return TransactionSynchronizationManager.isActualTransactionActive()
                && (table.takesPartInTheTransaction() || !(manager instanceof ResourceTransactionManager));
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
            if (registered instanceof WakeUp wakeUp && wakeUp.relay() == relay) {
                return;
            }
        }
        TransactionSynchronizationManager.registerSynchronization(new WakeUp(relay));
    }

    private record WakeUp(RelaySignal relay) implements TransactionSynchronization {

        @Override
        public void afterCommit() {
            relay.stored();
        }
    }
}
