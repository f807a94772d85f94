package com.bookstore.events.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.integration.Starter;
import com.bookstore.events.topic.EventTopics;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.CommonLoggingErrorHandler;
import org.springframework.kafka.listener.DefaultErrorHandler;

class DeadLetterAutoConfigurationTests {

    private static final String DEAD_LETTER = "bookstore.events.dead-letter.";

    private final ApplicationContextRunner runner = Starter.runner();

    @Test
    void providesAnErrorHandlerThatIsNobodyElsesCandidate() {
        runner.withBean(Asking.class).run(context -> {
            assertThat(context.getBean("eventErrorHandler")).isInstanceOf(DefaultErrorHandler.class);
            assertThat(context.getBean(Asking.class).handlers().getIfAvailable())
                    .isNull();
        });
    }

    @Test
    void allDeadLettersGoToOneTopic() {
        runner.run(context -> {
            assertThat(context.getBean(DeadLetterTopics.class).of("book-events"))
                    .isEqualTo("dead-letter-queue");
            assertThat(topics(context)).isEmpty();
        });
    }

    @Test
    void eachTopicCanHaveDeadLettersOfItsOwn() {
        runner.withPropertyValues(DEAD_LETTER + "destination=per-topic", "spring.kafka.topics.book-events=books")
                .run(context -> {
                    assertThat(context.getBean(DeadLetterTopics.class).of("books"))
                            .isEqualTo("books-dlt");
                    assertThat(topics(context))
                            .extracting(NewTopic::name)
                            .containsExactlyInAnyOrder(
                                    "books-dlt", "order-events-dlt", "inventory-events-dlt", "user-events-dlt");
                    assertThat(topics(context)).allSatisfy(topic -> {
                        assertThat(topic.numPartitions()).isEqualTo(1);
                        assertThat(topic.configs())
                                .containsEntry("retention.ms", "7776000000")
                                .containsEntry("max.message.bytes", "4194304");
                    });
                });
    }

    @Test
    void theProducerOfDeadLettersTakesWhatTheBrokerTakesAndGivesUpInTime() {
        runner.withPropertyValues(DEAD_LETTER + "send-timeout=4s").run(context -> {
            DefaultKafkaProducerFactory<?, ?> producers =
                    context.getBean("deadLetterProducerFactory", DefaultKafkaProducerFactory.class);
            assertThat(producers.getConfigurationProperties())
                    .containsEntry("max.request.size", 64 * 1024 * 1024)
                    .containsEntry("delivery.timeout.ms", 2_000)
                    .containsEntry("max.block.ms", 2_000)
                    .containsEntry("acks", "all");
        });
    }

    @Test
    void backsOffWhenTheServiceBringsItsOwn() {
        CommonErrorHandler handler = new CommonLoggingErrorHandler();
        DefaultKafkaProducerFactory<Object, Object> producers = new DefaultKafkaProducerFactory<>(Map.of());
        EventTopics topics = new EventTopics(new NewTopic("mine", 1, (short) 1));

        runner.withBean("eventErrorHandler", CommonErrorHandler.class, () -> handler)
                .withBean("deadLetterProducerFactory", DefaultKafkaProducerFactory.class, () -> producers)
                .withBean("deadLetterEventTopics", EventTopics.class, () -> topics)
                .run(context -> {
                    assertThat(context.getBean("eventErrorHandler")).isSameAs(handler);
                    assertThat(context.getBean("deadLetterProducerFactory")).isSameAs(producers);
                    assertThat(topics(context)).extracting(NewTopic::name).containsExactly("mine");
                });
    }

    @ParameterizedTest
    @CsvSource({
        "retry.delay=10m;retry.max-delay=10m, PT10M31S, PT5M",
        "retry.multiplier=2;retry.max-delay=10m, PT10M31S, PT5M",
        "retry.jitter=10m, PT10M32S, PT5M",
        "send-timeout=2m, PT6M2S, PT5M"
    })
    void aPauseThatCostsAConsumerItsPartitionsStopsTheStart(String settings, String pause, String limit) {
        String[] properties = List.of(settings.split(";")).stream()
                .map(setting -> DEAD_LETTER + setting)
                .toArray(String[]::new);

        runner.withPropertyValues(properties).run(context -> {
            var analysis = Starter.analysis(context.getStartupFailure());
            assertThat(analysis.getDescription())
                    .isEqualTo(
                            ("One retry and its dead letter may keep a consumer from polling for %s, but it loses its"
                                            + " partitions after max.poll.interval.ms = %s")
                                    .formatted(pause, limit));
            assertThat(analysis.getAction())
                    .isEqualTo("Lower bookstore.events.dead-letter.retry.max-delay (or .delay, .jitter) or"
                            + " bookstore.events.dead-letter.send-timeout, or raise"
                            + " spring.kafka.consumer.max-poll-interval.");
        });
        runner.withPropertyValues(properties)
                .withPropertyValues("spring.kafka.consumer.max-poll-interval=15m")
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void aShorterPollIntervalCountsHoweverItIsSet() {
        runner.withPropertyValues("spring.kafka.consumer.properties.max.poll.interval.ms=30000")
                .run(context -> assertThat(context).getFailure().hasRootCauseInstanceOf(PollIntervalException.class));
    }

    @ParameterizedTest
    @CsvSource({
        "send-timeout=0s, send-timeout must be at least 100ms",
        "send-timeout=-1s, send-timeout must be at least 100ms",
        "send-timeout=100d, send-timeout must be at least 100ms and at most 24 days",
        "retry.max-retries=-1, retry.max-retries must not be negative",
        "retry.delay=0s, retry.delay must be at least 1ms",
        "retry.delay=-1s, retry.delay must be at least 1ms",
        "retry.multiplier=0.5, retry.multiplier must be at least 1",
        "retry.max-delay=500ms, retry.max-delay must not be shorter than delay",
        "retry.jitter=-1s, retry.jitter must not be negative",
        "destination=nowhere, destination",
        "non-retryable-exceptions=com.example.Missing, non-retryable-exceptions"
    })
    void aValueThatMakesNoSenseStopsTheStart(String setting, String message) {
        runner.withPropertyValues(DEAD_LETTER + setting).run(context -> assertThat(
                        Starter.analysis(context.getStartupFailure()).getDescription())
                .contains(DEAD_LETTER + message));
    }

    @Test
    void noRetriesAtAllAreAChoice() {
        runner.withPropertyValues(DEAD_LETTER + "retry.max-retries=0")
                .run(context -> assertThat(context).hasNotFailed());
    }

    private static List<NewTopic> topics(AssertableApplicationContext context) {
        return context.getBean("deadLetterEventTopics", EventTopics.class).topics();
    }

    record Asking(ObjectProvider<CommonErrorHandler> handlers) {}
}
