package com.bookstore.events.inbox;

import com.bookstore.events.json.PositionId;
import com.bookstore.events.json.RawRecord;
import com.bookstore.events.listening.HandlerGuard.Handler;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.transaction.TransactionStatus;

/**
 * One attempt to handle what was delivered, in one transaction:
 *
 * <ol>
 *   <li>note all events as handled; whose id is noted already, before or by this very delivery, is a duplicate;
 *   <li>hand the others over;
 *   <li>take back what the handler sends back: the notes of the rest of a batch, or the whole transaction;
 *   <li>after the commit, acknowledge what the handler acknowledged.
 * </ol>
 */
final class Attempt {

    private final List<ConsumerRecord<Object, Object>> delivered;
    private final @Nullable Acknowledgment acknowledgment;
    private final List<@Nullable String> ids;
    private final List<Integer> fresh = new ArrayList<>();
    private @Nullable DeferredAcknowledgment deferred;
    private boolean handedOver;

    Attempt(List<ConsumerRecord<Object, Object>> delivered, @Nullable Acknowledgment acknowledgment) {
        this.delivered = delivered;
        this.acknowledgment = acknowledgment;
        this.ids = new ArrayList<>(delivered.size());
        delivered.forEach(one -> ids.add(id(one)));
    }

    /** A record that is no event, such as a tombstone, is known by where it is. An event without an id is not known. */
    private static @Nullable String id(ConsumerRecord<Object, Object> found) {
        if (found instanceof RawRecord event) {
            return event.identified() ? event.metadata().eventId() : null;
        }
        return PositionId.of(found);
    }

    private Set<String> known(List<Integer> positions) {
        Set<String> known = new LinkedHashSet<>();
        for (int position : positions) {
            String id = ids.get(position);
            if (id != null) {
                known.add(id);
            }
        }
        return known;
    }

    void run(
            TransactionStatus transaction,
            Inbox inbox,
            String consumer,
            Handler handler,
            @Nullable Consumer<?, ?> kafka) {
        List<Integer> all = IntStream.range(0, delivered.size()).boxed().toList();
        Set<String> wanted = known(all);
        Set<String> added = wanted.isEmpty() ? Set.of() : inbox.add(consumer, wanted);
        for (int position : all) {
            String id = ids.get(position);
            if (id == null || added.remove(id)) {
                fresh.add(position);
            }
        }
        if (fresh.isEmpty()) {
            return;
        }
        deferred = acknowledgment == null ? null : new DeferredAcknowledgment(acknowledgment, fresh);
        handedOver = true;
        handler.handle(fresh.stream().map(delivered::get).toList(), deferred, kafka);
        int kept = kept();
        if (kept == 0) {
            transaction.setRollbackOnly();
        } else if (kept < fresh.size()) {
            Set<String> sentBack = known(fresh.subList(kept, fresh.size()));
            if (!sentBack.isEmpty()) {
                inbox.remove(consumer, sentBack);
            }
        }
    }

    /** Whether the handler may have done something that a second attempt would do again. */
    boolean isHandedOver() {
        return handedOver;
    }

    void acknowledge() {
        if (deferred != null) {
            deferred.committed();
        } else if (fresh.isEmpty() && acknowledgment != null) {
            acknowledgment.acknowledge();
        }
    }

    /** What was skipped. Behind an event that the handler has sent back, everything comes again. */
    List<ConsumerRecord<Object, Object>> duplicates() {
        int end = kept() < fresh.size() ? fresh.get(kept()) : delivered.size();
        List<ConsumerRecord<Object, Object>> duplicates = new ArrayList<>();
        int next = 0;
        for (int position = 0; position < end; position++) {
            if (next < fresh.size() && fresh.get(next) == position) {
                next++;
            } else {
                duplicates.add(delivered.get(position));
            }
        }
        return duplicates;
    }

    private int kept() {
        return deferred == null ? fresh.size() : deferred.kept();
    }
}
