package com.bookstore.events.outbox.relay;

import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.outbox.OutboxListener;
import com.bookstore.events.outbox.OutboxListener.StoredEvent;
import com.bookstore.events.outbox.relay.RelayBatch.Refused;
import java.util.List;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Notes in the table what became of a batch, and tells everybody else. */
final class OutboxSettlement {

    private static final Logger log = LoggerFactory.getLogger(OutboxSettlement.class);

    private final JdbcRelayTable table;
    private final EventRecorder recorder;
    private final List<OutboxListener> listeners;

    OutboxSettlement(JdbcRelayTable table, EventRecorder recorder, List<OutboxListener> listeners) {
        this.table = table;
        this.recorder = recorder;
        this.listeners = List.copyOf(listeners);
    }

    /**
     * Deletes what is acknowledged, sets aside what is refused, leaves the rest. Each refused event is a transaction of its
     * own: one that cannot be set aside takes nothing back.
     *
     * @param owner whose partitions they are
     * @param start when the batch was begun, as {@link System#nanoTime()}
     * @return what is acknowledged
     */
    List<RelayRow> settle(RelayBatch batch, String owner, long start) {
        List<RelayRow> acknowledged = batch.acknowledged();
        List<Refused> refused = batch.refused();
        if (!acknowledged.isEmpty()) {
            table.delete(acknowledged, owner);
        }
        if (!acknowledged.isEmpty() || !refused.isEmpty()) {
            recorder.relayed(acknowledged.size(), System.nanoTime() - start);
        }
        for (RelayRow row : acknowledged) {
            recorder.sent(row.topic(), row.type());
        }
        if (!listeners.isEmpty()) {
            acknowledged.forEach(row -> tell(listener -> listener.relayed(event(row))));
        }
        for (Refused one : refused) {
            if (table.park(one, owner)) {
                parked(one);
            }
        }
        return acknowledged;
    }

    private void parked(Refused refused) {
        RelayRow row = refused.row();
        recorder.parked(row.topic());
        log.warn(
                "{} {} of topic '{}' is set aside in the outbox: {}",
                row.type(),
                row.eventId(),
                row.topic(),
                refused.reason());
        tell(listener -> listener.parked(event(row), refused.cause()));
    }

    private void tell(Consumer<OutboxListener> news) {
        for (OutboxListener listener : listeners) {
            try {
                news.accept(listener);
            } catch (Throwable failure) { // also a checked one, which other languages throw
                log.warn("{} failed", listener.getClass().getName(), failure);
            }
        }
    }

    private static StoredEvent event(RelayRow row) {
        return new StoredEvent(row.eventId(), row.topic(), row.key(), row.type());
    }
}
