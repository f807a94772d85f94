package com.bookstore.events.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.integration.Starter;
import com.bookstore.events.topic.EventTopics;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.kafka.annotation.BackOff;
import org.springframework.kafka.annotation.DltHandler;
import org.springframework.kafka.annotation.KafkaHandler;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.annotation.RetryableTopic;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.retrytopic.RetryTopicComponentFactory;

class RetryTopicAutoConfigurationTests {

    private static final String RETRY_TOPIC = "bookstore.events.retry-topic.";

    private final ApplicationContextRunner runner = Starter.runner()
            .withPropertyValues(
                    "bookstore.events.topics.book-events.partitions=7",
                    "bookstore.events.topics.book-events.replicas=2",
                    "bookstore.events.topics.book-events.cleanup-policy=compact",
                    "bookstore.events.topics.book-events.config.[max.message.bytes]=2000000");

    @Test
    void anAnnotationThatSaysNothingHasThreeAttemptsOneAndTwoSecondsApart() {
        runner.withBean(Plain.class).run(context -> assertThat(listenedTopics(context))
                .containsExactlyInAnyOrder("book-events", "book-events-retry-1000", "book-events-retry-2000"));
    }

    @Test
    void propertiesChangeWhatAnAnnotationLeavesOpen() {
        runner.withBean(Plain.class)
                .withPropertyValues(
                        RETRY_TOPIC + "attempts=5",
                        RETRY_TOPIC + "delay=2s",
                        RETRY_TOPIC + "multiplier=3",
                        RETRY_TOPIC + "max-delay=20s")
                .run(context -> assertThat(listenedTopics(context))
                        .containsExactlyInAnyOrder(
                                "book-events",
                                "book-events-retry-2000",
                                "book-events-retry-6000",
                                "book-events-retry-18000",
                                "book-events-retry-20000"));
    }

    @Test
    void equalWaitsShareOneTopic() {
        runner.withBean(Plain.class)
                .withPropertyValues(RETRY_TOPIC + "multiplier=1")
                .run(context -> assertThat(listenedTopics(context))
                        .containsExactlyInAnyOrder("book-events", "book-events-retry"));
    }

    @Test
    void whatAnAnnotationSetsStays() {
        runner.withBean(WithSettings.class)
                .withPropertyValues(RETRY_TOPIC + "attempts=9", RETRY_TOPIC + "delay=9s", RETRY_TOPIC + "max-delay=10s")
                .run(context -> {
                    assertThat(listenedTopics(context))
                            .containsExactlyInAnyOrder(
                                    "book-events",
                                    "book-events-again-10",
                                    "book-events-again-40",
                                    "book-events-again-160");
                    assertThat(eventTopics(context)).extracting(NewTopic::name).doesNotContain("book-events-again-10");
                    assertThat(context.getBeansOfType(NewTopic.class).values())
                            .filteredOn(topic -> topic.name().equals("book-events-again-10"))
                            .singleElement()
                            .satisfies(
                                    topic -> assertThat(topic.numPartitions()).isEqualTo(4));
                });
    }

    @Test
    void aClassMayBeAnnotated() {
        runner.withBean(OnClass.class).run(context -> assertThat(listenedTopics(context))
                .containsExactlyInAnyOrder("book-events", "book-events-retry-1000", "book-events-retry-2000"));
    }

    @Test
    void whoHandlesDeadLettersKeepsTheTopicForThem() {
        runner.withBean(WithDltHandler.class).run(context -> assertThat(listenedTopics(context))
                .contains("book-events-retry-1000", "book-events-dlt"));
    }

    @Test
    void retryTopicsAreDeclaredLikeTheTopicTheyBelongTo() {
        runner.withBean(Plain.class).run(context -> {
            assertThat(eventTopics(context))
                    .filteredOn(topic -> topic.name().startsWith("book-events-retry-"))
                    .hasSize(2)
                    .allSatisfy(topic -> {
                        assertThat(topic.numPartitions()).isEqualTo(7);
                        assertThat(topic.replicationFactor()).isEqualTo((short) 2);
                        assertThat(topic.configs())
                                .containsEntry("max.message.bytes", "2000000")
                                .doesNotContainKey("cleanup.policy");
                    });
            assertThat(context.getBeansOfType(NewTopic.class)).isEmpty();
        });
    }

    @Test
    void retryTopicsOfATopicThatIsNotKnownAreTheBrokersToSize() {
        runner.withBean(OfAnUnknownTopic.class).run(context -> assertThat(eventTopics(context))
                .filteredOn(topic -> topic.name().equals("elsewhere-retry-1000"))
                .singleElement()
                .satisfies(topic -> assertThat(topic.numPartitions()).isEqualTo(-1)));
    }

    @Test
    void anApplicationMayBringItsOwnParts() {
        runner.withBean("own", RetryTopicComponentFactory.class, RetryTopicComponentFactory::new)
                .withBean(Plain.class)
                .run(context -> {
                    assertThat(context).doesNotHaveBean(EventRetryTopics.class);
                    assertThat(listenedTopics(context)).contains("book-events-dlt");
                });
    }

    @ParameterizedTest
    @ValueSource(strings = {"attempts=0", "delay=0s", "multiplier=0.5", "max-delay=10ms"})
    void refusesSettingsThatMakeNoSense(String setting) {
        runner.withPropertyValues(RETRY_TOPIC + setting).run(context -> assertThat(context)
                .getFailure()
                .rootCause()
                .hasMessageStartingWith(RETRY_TOPIC + setting.substring(0, setting.indexOf('='))));
    }

    private static Stream<String> listenedTopics(AssertableApplicationContext context) {
        return context.getBean(KafkaListenerEndpointRegistry.class).getListenerContainers().stream()
                .flatMap(container -> Arrays.stream(Objects.requireNonNull(
                        container.getContainerProperties().getTopics())));
    }

    private static Stream<NewTopic> eventTopics(AssertableApplicationContext context) {
        Map<String, EventTopics> declared = context.getBeansOfType(EventTopics.class);
        return declared.values().stream().flatMap(topics -> topics.topics().stream());
    }

    static class Plain {

        @RetryableTopic
        @KafkaListener(topics = "book-events", groupId = "g")
        void on(String value) {}
    }

    static class WithSettings {

        @RetryableTopic(
                attempts = "4",
                backOff = @BackOff(delay = 10, multiplier = 4),
                numPartitions = "4",
                retryTopicSuffix = "-again")
        @KafkaListener(topics = "book-events", groupId = "g")
        void on(String value) {}
    }

    @RetryableTopic
    @KafkaListener(topics = "book-events", groupId = "g")
    static class OnClass {

        @KafkaHandler(isDefault = true)
        void on(String value) {}
    }

    static class WithDltHandler {

        @RetryableTopic
        @KafkaListener(topics = "book-events", groupId = "g")
        void on(String value) {}

        @DltHandler
        void dead(String value) {}
    }

    static class OfAnUnknownTopic {

        @RetryableTopic
        @KafkaListener(topics = "elsewhere", groupId = "g")
        void on(String value) {}
    }
}
