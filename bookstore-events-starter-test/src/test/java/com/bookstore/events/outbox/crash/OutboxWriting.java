package com.bookstore.events.outbox.crash;

import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.outbox.OutboxEventPublisher;
import com.bookstore.events.publishing.EventMetadataFactory;
import com.bookstore.events.publishing.EventPublisher;
import com.bookstore.events.publishing.EventRoutes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.springframework.context.ApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Business transactions: each takes the next number of an account and publishes it; some are rolled back. */
final class OutboxWriting {

    private static final int THREADS = 3;
    private static final int ROLLED_BACK_OF = 6;

    private final OutboxControls controls;
    private final TransactionTemplate transactions;
    private final JdbcTemplate jdbc;
    private final OutboxEventPublisher outbox;
    private final EventPublisher direct;
    private final EventMetadataFactory metadata;
    private final EventRoutes routes;
    private volatile Duration clockOffset = Duration.ZERO;

    OutboxWriting(ApplicationContext context, OutboxControls controls) {
        this.controls = controls;
        this.transactions = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
        this.jdbc = context.getBean(JdbcTemplate.class);
        this.outbox = context.getBean(OutboxEventPublisher.class);
        this.direct = context.getBean(EventPublisher.class);
        this.metadata = context.getBean(EventMetadataFactory.class);
        this.routes = context.getBean(EventRoutes.class);
    }

    void offsetClock(Duration offset) {
        clockOffset = offset;
    }

    /** Writes so many transactions by each of several threads, to accounts at random. */
    void write(String run, int accounts, int transactionsOfThread) {
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        try {
            List<CompletableFuture<Void>> all = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                all.add(CompletableFuture.runAsync(
                        () -> write(new Random(), run, accounts, transactionsOfThread), threads));
            }
            all.forEach(CompletableFuture::join);
        } finally {
            threads.shutdown();
        }
    }

    private void write(Random random, String run, int accounts, int count) {
        for (int i = 0; i < count; i++) {
            String account = "a" + random.nextInt(accounts);
            boolean rolledBack = random.nextInt(ROLLED_BACK_OF) == 0;
            transactions.executeWithoutResult(status -> {
                writeNext(run, account, Poison.NONE);
                if (rolledBack) {
                    status.setRollbackOnly();
                }
            });
        }
    }

    /** Writes one event that Kafka does not take. */
    void writePoison(String run, String account, Poison poison) {
        transactions.executeWithoutResult((TransactionStatus status) -> writeNext(run, account, poison));
    }

    private void writeNext(String run, String account, Poison poison) {
        jdbc.update("UPDATE account SET events = events + 1 WHERE run = ? AND name = ?", run, account);
        int number = jdbc.queryForObject(
                "SELECT events FROM account WHERE run = ? AND name = ?", Integer.class, run, account);
        EventEnvelope<Written> event = envelope(new Written(run, account, number, poison.note()));
        String eventId = event.metadata().eventId();
        publish(event);
        if (poison.topic() != null) {
            jdbc.update("UPDATE outbox SET aggregatetype = ? WHERE id = ?", poison.topic(), eventId);
        }
        jdbc.update(
                "INSERT INTO written (event_id, run, account, number, poison) VALUES (?, ?, ?, ?, ?)",
                eventId,
                run,
                account,
                number,
                poison.name());
    }

    /** Its id begins with the time, as this instance has it. */
    private EventEnvelope<Written> envelope(Written event) {
        EventMetadata given = metadata.create(routes.of(Written.class).type());
        EventMetadata own = new EventMetadata(
                "%013d-%s".formatted(given.timestamp().plus(clockOffset).toEpochMilli(), UUID.randomUUID()),
                given.timestamp().plus(clockOffset),
                given.source(),
                given.version(),
                given.correlationId(),
                given.causationId());
        return new EventEnvelope<>(own, event);
    }

    private void publish(EventEnvelope<Written> event) {
        if (controls.lacks(OutboxMutation.PUBLISH_IN_TRANSACTION)) {
            direct.publish(event).join();
        } else if (controls.lacks(OutboxMutation.PUBLISH_AFTER_COMMIT)) {
            TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                @Override
                public void afterCommit() {
                    direct.publish(event).join();
                }
            });
        } else {
            outbox.publish(event).join();
        }
    }
}
