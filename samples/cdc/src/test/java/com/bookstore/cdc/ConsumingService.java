package com.bookstore.cdc;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.inbox.IdempotentConsumer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.annotation.KafkaListener;

/** Handles what is told, each event once; what it has handled is a table, written in the transaction of the inbox. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ConsumingService {

    private final JdbcTemplate jdbc;
    private final Map<String, Integer> deliveries = new ConcurrentHashMap<>();
    private final Queue<String> deadLetters = new ConcurrentLinkedQueue<>();

    ConsumingService(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
        jdbc.execute(
                """
                CREATE TABLE handled (id SERIAL PRIMARY KEY, event_id VARCHAR(100) NOT NULL, change_id VARCHAR(100) NOT NULL,
                  book_id BIGINT NOT NULL, told VARCHAR(1000) NOT NULL)""");
        jdbc.execute("CREATE INDEX handled_book ON handled (book_id)");
    }

    static ConfigurableApplicationContext start(Map<String, String> properties) {
        return new SpringApplicationBuilder(ConsumingService.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .run(properties.entrySet().stream()
                        .map(property -> "--" + property.getKey() + "=" + property.getValue())
                        .toArray(String[]::new));
    }

    @IdempotentConsumer
    @KafkaListener(topics = EventServices.TOPIC, batch = "true")
    void handle(List<EventEnvelope<DomainEvent>> events) {
        jdbc.batchUpdate(
                "INSERT INTO handled (event_id, change_id, book_id, told) VALUES (?, ?, ?, ?)",
                events.stream()
                        .map(envelope -> new Object[] {
                            envelope.metadata().eventId(),
                            envelope.metadata().correlationId(),
                            Long.valueOf(envelope.event().key()),
                            envelope.event().toString()
                        })
                        .toList());
    }

    /** Without an inbox: sees what is delivered. */
    @KafkaListener(topics = EventServices.TOPIC, groupId = "watching", batch = "true")
    void watch(List<EventEnvelope<DomainEvent>> events) {
        events.forEach(envelope -> deliveries.merge(envelope.metadata().eventId(), 1, Integer::sum));
    }

    @KafkaListener(topics = "dead-letter-queue", groupId = "dead-letters")
    void dead(ConsumerRecord<String, String> letter) {
        deadLetters.add(letter.headers() + letter.value());
    }

    /** What was handled of these books, in its order. */
    Map<Long, List<String>> told(long firstBook, long lastBook) {
        Map<Long, List<String>> told = new TreeMap<>();
        jdbc.query(
                "SELECT book_id, told FROM handled WHERE book_id BETWEEN ? AND ? ORDER BY id",
                row -> {
                    told.computeIfAbsent(row.getLong(1), id -> new ArrayList<>())
                            .add(row.getString(2));
                },
                firstBook,
                lastBook);
        return told;
    }

    /** How often something was handled of these books. */
    int handled(long firstBook, long lastBook) {
        Integer count = jdbc.queryForObject(
                "SELECT COUNT(*) FROM handled WHERE book_id BETWEEN ? AND ?", Integer.class, firstBook, lastBook);
        return count == null ? 0 : count;
    }

    /** Events that were handled more than once, and news of a book that one change has brought more than once. */
    List<String> handledAgain() {
        List<String> again =
                jdbc.queryForList("SELECT event_id FROM handled GROUP BY event_id HAVING COUNT(*) > 1", String.class);
        again.addAll(jdbc.queryForList(
                "SELECT told FROM handled GROUP BY change_id, book_id, told HAVING COUNT(*) > 1", String.class));
        return again;
    }

    /** How many events were delivered, each counted once. */
    int delivered() {
        return deliveries.size();
    }

    /** How many deliveries there were of events that had been delivered before. */
    int deliveredAgain() {
        return deliveries.values().stream().mapToInt(count -> count - 1).sum();
    }

    List<String> deadLetters() {
        return List.copyOf(deadLetters);
    }
}
