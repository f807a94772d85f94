package com.bookstore.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bookstore.events.test.embedded.EmbeddedBrokerException;
import com.bookstore.events.test.embedded.EmbeddedEventBroker;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.junit.jupiter.api.Test;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.test.context.TestPropertySource;

/** Contexts of one service, with the same consumer groups, that follow each other on the broker of this JVM. */
class ContextSwitchIntegrationTests {

    @Test
    void keepsTheListenersOfTwoContextsApart() throws Exception {
        TestRun<First> first = TestRun.start(First.class);
        MessageListenerContainer container = first.test().container(Shelf.GROUP);
        container.stop();
        for (long id = 1; id <= 6; id++) {
            first.test().books.publish(id, "left by the first").join();
        }
        first.end();

        TestRun<Second> second = TestRun.start(Second.class);
        assertThat(first.test().registry.isRunning()).isFalse();
        handles(second.test(), "of the second");
        assertThat(second.test().shelf.titles).containsExactly("of the second");
        second.test().container(Shelf.GROUP).stop();
        second.test().books.publish(7, "left by the second").join();
        second.end();

        TestRun<First> again = TestRun.start(First.class);
        assertThat(again.test().registry).isSameAs(first.test().registry);
        handles(again.test(), "of the first again");
        assertThat(again.test().shelf.titles)
                .contains("of the first again")
                .doesNotContain("left by the first", "left by the second", "of the second");
        again.end();
    }

    private static void handles(TestRun.Parts test, String title) {
        assertThat(test.published).isEmpty();
        assertThat(test.published).contains(test.books.publish(8, title)).handledBy(Shelf.GROUP);
    }

    @Test
    void saysWhoHasThePartitionsThatAListenerMisses() throws Exception {
        TestRun<First> any = TestRun.start(First.class);
        any.test().container(Held.GROUP).stop();
        Map<String, Object> client =
                Map.of("bootstrap.servers", any.test().servers, "group.id", Held.GROUP, "client.id", "stranger");
        try (var stranger = new KafkaConsumer<>(client, new StringDeserializer(), new StringDeserializer())) {
            stranger.subscribe(List.of("payments"));
            while (stranger.assignment().isEmpty()) {
                stranger.poll(Duration.ofMillis(50));
            }
            any.end();

            TestRun<Held> held = TestRun.of(Held.class);
            assertThatThrownBy(held::begin)
                    .isInstanceOf(EmbeddedBrokerException.class)
                    .hasMessageContainingAll(
                            "After 1000 ms", "'shop-payments' has [] of [payments-", "stranger", "timeout =");
            held.manager().afterTestClass();
        }
    }

    @ShopTest
    static class First extends TestRun.Parts {}

    @ShopTest
    @TestPropertySource(properties = "context=second")
    static class Second extends TestRun.Parts {}

    @SpringBootTest
    @EmbeddedEventBroker(timeout = "1s")
    @TestPropertySource(properties = "context=held")
    static class Held extends TestRun.Parts {
        static final String GROUP = "shop-payments";
    }
}
