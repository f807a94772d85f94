package com.bookstore.events.deadletter.crash;

import com.bookstore.events.inbox.IdempotentConsumer;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.annotation.KafkaListener;

/** The handler of the service; it fails as it is told. */
class DeadLetterHandler {

    static final String ID = "handler";
    static final String GROUP = "dying";

    private static final String REASON = "because ".repeat(100);

    private final JdbcTemplate jdbc;
    private final DeadLetterControls controls;

    DeadLetterHandler(JdbcTemplate jdbc, DeadLetterControls controls) {
        this.jdbc = jdbc;
        this.controls = controls;
    }

    @IdempotentConsumer(name = GROUP)
    @KafkaListener(
            id = ID,
            groupId = GROUP,
            topics = Dying.TOPIC,
            concurrency = "1",
            autoStartup = "false",
            idIsGroup = false)
    void on(Dying event) {
        if (event.fate() == Fate.DIES_ALWAYS || (event.fate() == Fate.DIES_FOR_NOW && controls.isFailing())) {
            jdbc.queryForObject("SELECT nextval('failures')", Long.class); // which no rollback takes back
            throw new IllegalStateException(REASON);
        }
        jdbc.update(
                "INSERT INTO effect (run, account, number) VALUES (?, ?, ?)",
                event.run(),
                event.account(),
                event.number());
    }
}
