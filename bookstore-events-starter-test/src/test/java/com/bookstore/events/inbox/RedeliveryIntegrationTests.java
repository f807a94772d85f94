package com.bookstore.events.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.servers.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.ConfigurableApplicationContext;

/** A service that was ended after the commit to its database and before that of its offsets. */
@Timeout(240)
class RedeliveryIntegrationTests {

    private static final Duration WITHIN = Duration.ofSeconds(90);
    private static final String SINGLE = "redelivered-single";
    private static final String BATCH = "redelivered-batch";

    @Test
    void handlesNothingASecondTime() throws Exception {
        SharedBroker.createTopics(
                1,
                InboxService.TOPICS.stream()
                        .map(topic -> "redelivered-" + topic)
                        .toList());
        try (HikariDataSource pool = TestDatabase.POSTGRESQL.pool(5)) {
            for (String topic : List.of(SINGLE, BATCH)) {
                SharedBroker.send(topic, "k", Deposit.json("r-1", topic, 1), Deposit.json(null, topic, 2));
            }
            try (ConfigurableApplicationContext context = InboxService.start(pool, "redelivered")) {
                assertThat(handledAll(context, SINGLE)).isEqualTo(2);
                assertThat(handledAll(context, BATCH)).isEqualTo(2);
            }

            for (String topic : List.of(SINGLE, BATCH)) {
                SharedBroker.rewind(topic, topic);
                SharedBroker.send(topic, "k", Deposit.json("r-3", topic, 3));
            }
            try (ConfigurableApplicationContext context = InboxService.start(pool, "redelivered")) {
                assertThat(handledAll(context, SINGLE)).isEqualTo(1);
                assertThat(handledAll(context, BATCH)).isEqualTo(1);
                assertThat(context.getBean(InboxService.Skipped.class).of(SINGLE))
                        .isEqualTo(2);
                assertThat(context.getBean(InboxService.Skipped.class).of(BATCH))
                        .isEqualTo(2);
            }
        }
    }

    /** How often the handler of a topic was called until everything was committed. */
    private static int handledAll(ConfigurableApplicationContext context, String topic) {
        await().atMost(WITHIN)
                .untilAsserted(() -> assertThat(SharedBroker.lag(topic, topic)).isZero());
        return context.getBean(InboxService.class).accounts.calls(topic);
    }
}
