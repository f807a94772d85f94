package com.bookstore.events.eventstore;

import com.bookstore.events.eventstore.EventStore.AppendSignal;
import java.util.Objects;
import java.util.function.Supplier;
import javax.sql.DataSource;
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

/** The application's transactions, of which appended events are a part. Thread-safe. */
final class JdbcAppendTransactions {

    private final PlatformTransactionManager manager;
    private final DataSource dataSource;
    private final AppendSignal signal;
    private final TransactionTemplate own;
    private final TransactionTemplate current;

    /**
     * Describes the transactions.
     *
     * @param signal is told when a transaction that has appended is committed
     */
    JdbcAppendTransactions(PlatformTransactionManager manager, DataSource dataSource, AppendSignal signal) {
        this.manager = manager;
        this.dataSource = dataSource;
        this.signal = signal;
        // what is bound to the thread may be a transaction that has ended
        this.own = new TransactionTemplate(manager);
        own.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
        own.setName("bookstore-events-append");
        this.current = new TransactionTemplate(manager);
        current.setPropagationBehavior(TransactionDefinition.PROPAGATION_MANDATORY);
        if (manager instanceof ConfigurableTransactionManager configurable) {
            configurable.addListener(new Ends());
        }
    }

    /**
     * Checks that the application's transactions are those of the store's database.
     *
     * @throws EventStoreSetupException if they are not
     */
    void verify() {
        if (manager instanceof KafkaAwareTransactionManager<?, ?>
                || Boolean.FALSE.equals(own.execute(status -> isActive()))) {
            throw EventStoreSetupException.foreignTransactionManager(manager.getClass());
        }
    }

    /** Whether there is a transaction, of this database and this manager, that is still to be committed. */
    boolean isActive() {
        if (!TransactionSynchronizationManager.isActualTransactionActive()
                || !TransactionSynchronizationManager.isSynchronizationActive()
                || TransactionSynchronizationManager.getSynchronizations().contains(Ended.INSTANCE)) {
            return false;
        }
        boolean ofDatabase = TransactionSynchronizationManager.hasResource(dataSource)
                || !(manager instanceof ResourceTransactionManager);
        return ofDatabase && isOfManager();
    }

    private boolean isOfManager() {
        try {
            current.executeWithoutResult(status -> {});
            return true;
        } catch (IllegalTransactionStateException none) {
            return false;
        }
    }

    <T> T inOwn(Supplier<T> work) {
        return Objects.requireNonNull(own.execute(status -> work.get()));
    }

    /** Once for each transaction. */
    void signalAfterCommit() {
        if (TransactionSynchronizationManager.isSynchronizationActive()
                && TransactionSynchronizationManager.getSynchronizations().stream()
                        .noneMatch(registered -> registered instanceof Signalling other && other.signal() == signal)) {
            TransactionSynchronizationManager.registerSynchronization(new Signalling(signal));
        }
    }

    void rollBackCurrent() {
        current.executeWithoutResult(TransactionStatus::setRollbackOnly);
    }

    private record Signalling(AppendSignal signal) implements TransactionSynchronization {

        @Override
        public void afterCommit() {
            signal.appended();
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
