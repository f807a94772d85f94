package com.bookstore.events.inbox;

import com.bookstore.events.jdbc.JdbcRetry;
import com.bookstore.events.listening.HandlerGuard.Handler;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.transaction.KafkaAwareTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.ResourceTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** The application's transactions, in which its handlers and the inbox take part. Thread-safe. */
final class InboxTransactions implements AutoCloseable {

    private final Inbox inbox;
    private final PlatformTransactionManager manager;
    private final TransactionTemplate transactions;
    private final Runnable onClose;
    private final JdbcRetry retry = JdbcRetry.onDeadlock();

    InboxTransactions(Inbox inbox, PlatformTransactionManager manager, Runnable onClose) {
        this.inbox = inbox;
        this.manager = manager;
        this.transactions = new TransactionTemplate(manager);
        this.onClose = onClose;
        transactions.setName("bookstore-events-inbox");
    }

    /**
     * Checks that the application's transactions are those of the inbox's database.
     *
     * @throws InboxSetupException if they are not
     */
    void verify() {
        // One of Kafka's would ask the broker for a transaction, to no end.
        boolean ofAnotherResource = manager instanceof KafkaAwareTransactionManager<?, ?>
                || Boolean.FALSE.equals(transactions.execute(status -> isTakingPart()));
        if (ofAnotherResource) {
            throw InboxSetupException.foreignTransactionManager(manager.getClass());
        }
    }

    /** Whether the current transaction is the inbox's; a manager of many resources does not bind those it has not used. */
    private boolean isTakingPart() {
        return inbox.takesPartInTheTransaction() || !(manager instanceof ResourceTransactionManager);
    }

    /**
     * Runs an attempt, anew if the database gives it up before the handler was called.
     *
     * @return the attempt that was committed, or rolled back because the handler wants its events again
     */
    Attempt run(Supplier<Attempt> attempts, String consumer, Handler handler, @Nullable Consumer<?, ?> kafka) {
        Outcome outcome = retry.run(() -> {
            Attempt attempt = attempts.get();
            try {
                transactions.executeWithoutResult(status -> attempt.run(status, inbox, consumer, handler, kafka));
                return new Outcome(attempt, null);
            } catch (RuntimeException failure) {
                if (attempt.isHandedOver()) {
                    return new Outcome(attempt, failure);
                }
                throw failure;
            }
        });
        if (outcome.failure() != null) {
            throw outcome.failure();
        }
        return outcome.attempt();
    }

    @Override
    public void close() {
        onClose.run();
    }

    private record Outcome(Attempt attempt, @Nullable RuntimeException failure) {}
}
