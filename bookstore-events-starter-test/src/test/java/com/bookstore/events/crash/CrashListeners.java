package com.bookstore.events.crash;

import com.bookstore.events.EventMetadata;
import com.bookstore.events.inbox.IdempotentConsumer;
import org.apache.kafka.clients.consumer.Consumer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.annotation.KafkaListener;

/** The handler of the service, and the same with one protection less; one of them is started at a time. */
class CrashListeners {

    static final String GROUP = "crash";

    private final JdbcTemplate jdbc;
    private final Halts halts;
    private final String who;

    CrashListeners(JdbcTemplate jdbc, Halts halts, String who) {
        this.jdbc = jdbc;
        this.halts = halts;
        this.who = who;
    }

    @IdempotentConsumer(name = GROUP)
    @KafkaListener(
            id = "guarded",
            groupId = GROUP,
            topics = CrashEvent.TOPIC,
            concurrency = "1",
            autoStartup = "false",
            idIsGroup = false)
    void guarded(CrashEvent event) {
        halts.hit(CrashPoint.IN_HANDLER);
        addEffect(event);
    }

    @KafkaListener(
            id = "unguarded",
            groupId = GROUP,
            topics = CrashEvent.TOPIC,
            concurrency = "1",
            autoStartup = "false",
            idIsGroup = false)
    void unguarded(CrashEvent event) {
        halts.hit(CrashPoint.BEFORE_HANDLER);
        halts.hit(CrashPoint.IN_HANDLER);
        addEffect(event);
        halts.hit(CrashPoint.BEFORE_COMMIT);
        halts.hit(CrashPoint.AFTER_COMMIT);
    }

    @KafkaListener(
            id = "early-offset",
            groupId = GROUP,
            topics = CrashEvent.TOPIC,
            concurrency = "1",
            autoStartup = "false",
            idIsGroup = false)
    void earlyOffset(CrashEvent event, Consumer<?, ?> consumer) {
        consumer.commitSync();
        halts.hit(CrashPoint.BEFORE_HANDLER);
        addEffect(event);
    }

    @KafkaListener(
            id = "own-transaction",
            groupId = GROUP,
            topics = CrashEvent.TOPIC,
            concurrency = "1",
            autoStartup = "false",
            idIsGroup = false)
    void ownTransaction(CrashEvent event, EventMetadata metadata) {
        int added = jdbc.update(
                "INSERT INTO inbox (consumer, event_id, handled_at) VALUES (?, ?, now()) ON CONFLICT DO NOTHING",
                GROUP,
                metadata.eventId());
        if (added == 1) {
            halts.hit(CrashPoint.IN_HANDLER);
            addEffect(event);
        }
    }

    private void addEffect(CrashEvent event) {
        jdbc.update(
                "INSERT INTO effect (run, account, number, instance) VALUES (?, ?, ?, ?)",
                event.run(),
                event.account(),
                event.number(),
                who);
    }
}
