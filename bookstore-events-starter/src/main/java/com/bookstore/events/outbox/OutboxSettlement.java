package com.bookstore.events.outbox;

import com.bookstore.events.jdbc.JdbcRetry;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.outbox.OutboxListener.StoredEvent;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Notes in the table what became of a batch, and tells everybody else. */
final class OutboxSettlement {

    private static final Logger log = LoggerFactory.getLogger(OutboxSettlement.class);

    private static final int LONGEST_CAUSE = 2_000;

    private final JdbcOutboxTable table;
    private final TransactionTemplate transactions;
    private final EventRecorder recorder;
    private final List<OutboxListener> listeners;

    OutboxSettlement(
            JdbcOutboxTable table, DataSource dataSource, EventRecorder recorder, List<OutboxListener> listeners) {
        this.table = table;
        this.transactions = new TransactionTemplate(new JdbcTransactionManager(dataSource));
        transactions.setName("bookstore-events-outbox");
        transactions.setIsolationLevel(TransactionDefinition.ISOLATION_READ_COMMITTED);
        this.recorder = recorder;
        this.listeners = List.copyOf(listeners);
    }

    /** Deletes what is acknowledged, sets aside what is refused, in one transaction; leaves the rest. */
    void settle(RelayBatch batch, String owner) {
        List<OutboxRow> acknowledged = batch.acknowledged();
        Map<OutboxRow, Exception> refused = batch.refused();
        if (acknowledged.isEmpty() && refused.isEmpty()) {
            return;
        }
        List<Long> sequences = acknowledged.stream().map(OutboxRow::sequence).toList();
        List<OutboxRow> parked = JdbcRetry.onDeadlock().<List<OutboxRow>, RuntimeException>run(() -> Objects.requireNonNull(
                transactions.execute(status -> {
                    table.delete(sequences, owner);
                    return refused.entrySet().stream()
                            .filter(entry -> table.park(entry.getKey().sequence(), cause(entry.getValue()), owner))
                            .map(Map.Entry::getKey)
                            .toList();
                })));
        for (OutboxRow row : acknowledged) {
            recorder.sent(row.topic(), row.type());
            tell(listener -> listener.relayed(event(row)));
        }
        parked.forEach(row -> parked(row, Objects.requireNonNull(refused.get(row))));
    }

    private void parked(OutboxRow row, Exception cause) {
        recorder.parked(row.topic());
        log.warn(
                "{} {} of topic '{}' is parked in the outbox: {}", row.type(), row.eventId(), row.topic(), cause(cause));
        tell(listener -> listener.parked(event(row), cause));
    }

    private void tell(Consumer<OutboxListener> news) {
        for (OutboxListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (RuntimeException failure) {
                log.warn("{} failed", listener.getClass().getName(), failure);
            }
        }
    }

    private static String cause(Exception failure) {
        String text = failure.getClass().getSimpleName() + ": " + failure.getMessage();
        return text.length() <= LONGEST_CAUSE ? text : text.substring(0, LONGEST_CAUSE);
    }

    private static StoredEvent event(OutboxRow row) {
        return new StoredEvent(row.eventId(), row.topic(), row.key(), row.type());
    }
}
