package com.bookstore.events.outbox;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.outbox.DebeziumWorker.Written;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Debezium's outbox event router takes the table as it is, with the configuration that stands in docs/outbox.md. */
@Timeout(240)
class DebeziumIntegrationTests {

    private static final Duration WITHIN = Duration.ofSeconds(60);
    private static final String TOPIC = "outbox-debezium";

    @Test
    void sendsWhatTheRelayWouldSend() throws Exception {
        try (EmbeddedPostgres server = start();
                HikariDataSource pool = pool(server);
                var service = OutboxService.start(
                        pool,
                        TOPIC,
                        "bookstore.events.publishing.mode=outbox",
                        "bookstore.events.outbox.relay=false")) {
            OutboxEventPublisher publisher = service.getBean(OutboxEventPublisher.class);
            var transactions = new TransactionTemplate(service.getBean(PlatformTransactionManager.class));
            JdbcTemplate jdbc = new JdbcTemplate(pool);
            transactions.executeWithoutResult(
                    status -> publisher.publish(new Sale("before", 1)).join());

            try (var debezium = new DebeziumWorker(configurationOfThePage(), surroundings(server))) {
                await().atMost(WITHIN).until(() -> debezium.written().size() == 1);
                jdbc.update("DELETE FROM outbox WHERE aggregateid = 'before'");
                transactions.executeWithoutResult(status -> {
                    publisher.publish(new Sale("rolled-back", 1)).join();
                    status.setRollbackOnly();
                });
                transactions.executeWithoutResult(
                        status -> publisher.publishAll(List.of(new Sale("after", 2), new Sale("after", 3))));

                await().atMost(WITHIN).until(() -> debezium.written().size() >= 3);
                List<Written> written = debezium.written();
                assertThat(written).extracting(sent -> text(sent.key())).containsExactly("before", "after", "after");
                assertThat(written.get(0).value()).asString(UTF_8).contains("\"type\":\"sold\"", "\"number\":1");
                areTheRows(jdbc.queryForList("SELECT id, payload FROM outbox ORDER BY seq"), written.subList(1, 3));
            }
        }
    }

    private static void areTheRows(List<Map<String, Object>> rows, List<Written> written) {
        assertThat(rows).hasSameSizeAs(written);
        for (int i = 0; i < rows.size(); i++) {
            Written sent = written.get(i);
            assertThat(sent.topic()).isEqualTo(TOPIC);
            assertThat(sent.value()).isEqualTo(rows.get(i).get("payload"));
            assertThat(text(sent.headers().get("__TypeId__"))).isEqualTo("sold");
            assertThat(text(sent.headers().get("id"))).isEqualTo(rows.get(i).get("id"));
        }
    }

    private static String text(byte[] bytes) {
        return new String(bytes, UTF_8);
    }

    private static Map<String, String> configurationOfThePage() throws IOException {
        String page = Files.readString(Path.of("../docs/outbox.md"));
        Matcher block =
                Pattern.compile("```properties\n(.*?)```", Pattern.DOTALL).matcher(page);
        assertThat(block.find()).isTrue();
        Properties connector = new Properties();
        connector.load(new StringReader(block.group(1)));
        return connector.stringPropertyNames().stream().collect(Collectors.toMap(name -> name, connector::getProperty));
    }

    private static Map<String, String> surroundings(EmbeddedPostgres server) {
        return Map.of(
                "name", TOPIC,
                "topic.prefix", "shop",
                "database.hostname", "localhost",
                "database.port", Integer.toString(server.getPort()),
                "database.user", "postgres",
                "database.password", "postgres",
                "database.dbname", "postgres",
                "offset.storage", "org.apache.kafka.connect.storage.MemoryOffsetBackingStore",
                "bootstrap.servers", "not-used:9092");
    }

    private static EmbeddedPostgres start() throws IOException {
        return EmbeddedPostgres.builder()
                .setServerConfig("wal_level", "logical")
                .setServerConfig("fsync", "off")
                .setPGStartupWait(Duration.ofSeconds(60))
                .start();
    }

    private static HikariDataSource pool(EmbeddedPostgres server) {
        var pool = new HikariDataSource();
        pool.setJdbcUrl(server.getJdbcUrl("postgres", "postgres"));
        pool.setMaximumPoolSize(5);
        return pool;
    }
}
