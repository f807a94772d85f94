package com.bookstore.events.outbox;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.transaction.KafkaAwareTransactionManager;
import org.springframework.transaction.ConfigurableTransactionManager;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;
import org.springframework.transaction.TransactionStatus;
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
        // what is bound to the thread may be a transaction that has ended
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        this.current = new TransactionTemplate(manager);
        current.setPropagationBehavior(TransactionDefinition.PROPAGATION_MANDATORY);
        this.table = table;
        this.relay = relay;
        if (manager instanceof ConfigurableTransactionManager configurable) {
            configurable.addListener(new Ends());
        }
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

    /**
     * Whether there is a transaction, of this database and this manager, that is still to be committed. Another manager's
     * transaction has the connection bound to the thread as well, but does not commit it; and while the callbacks after a
     * commit run, everything looks as it did before.
     */
    boolean isActive() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()
                || !TransactionSynchronizationManager.isSynchronizationActive()
                || TransactionSynchronizationManager.getSynchronizations().contains(Ended.INSTANCE)) {
            return false;
        }
        return (table.takesPartInTheTransaction() || !(manager instanceof ResourceTransactionManager)) && isOfManager();
    }

    private boolean isOfManager() {
        try {
            current.executeWithoutResult(status -> {});
            return true;
        } catch (IllegalTransactionStateException none) {
            return false;
        }
    }

    /** Writes what JPA has not written yet, so that the locks of an update are taken before events get their numbers. */
    void flush() {
        current.executeWithoutResult(TransactionStatus::flush);
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

    /** Marks transactions that are about to be committed. */
    private static final class Ends implements TransactionExecutionListener {

        @Override
        public void beforeCommit(TransactionExecution transaction) {
            if (TransactionSynchronizationManager.isSynchronizationActive()) {
                TransactionSynchronizationManager.registerSynchronization(Ended.INSTANCE);
            }
        }
    }

    /** The mark; it goes with the transaction, also when that one is suspended. */
    private enum Ended implements TransactionSynchronization {
        INSTANCE
    }
}
