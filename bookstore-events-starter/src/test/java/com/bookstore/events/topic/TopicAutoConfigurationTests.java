package com.bookstore.events.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;
import com.bookstore.events.integration.Starter;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

class TopicAutoConfigurationTests {

    private final ApplicationContextRunner runner = Starter.runner();

    @Test
    void declaresTheShippedTopics() {
        runner.run(context -> {
            Map<String, NewTopic> topics = topics(context);
            assertThat(topics)
                    .containsOnlyKeys(
                            "book-events", "order-events", "inventory-events", "user-events", "dead-letter-queue");
            assertThat(topics.values())
                    .filteredOn(topic -> !topic.name().equals("dead-letter-queue"))
                    .allMatch(topic -> topic.numPartitions() == 3 && topic.replicationFactor() == -1);
            assertThat(topics.get("book-events").configs())
                    .containsOnly(entry("retention.ms", "604800000"), entry("compression.type", "snappy"));
            assertThat(topics.get("order-events").configs()).containsOnly(entry("retention.ms", "2592000000"));
            assertThat(topics.get("inventory-events").configs()).isEmpty();
            assertThat(topics.get("user-events").configs()).isEmpty();
            assertThat(topics.get("dead-letter-queue").numPartitions()).isEqualTo(1);
            assertThat(topics.get("dead-letter-queue").configs())
                    .containsOnly(entry("retention.ms", "7776000000"), entry("max.message.bytes", "4194304"));
        });
    }

    @Test
    void everySettingOfATopicCanBeSet() {
        runner.withPropertyValues(
                        "bookstore.events.topics.book-events.name=shop.books",
                        "bookstore.events.topics.book-events.partitions=12",
                        "bookstore.events.topics.book-events.replicas=3",
                        "bookstore.events.topics.book-events.retention=14d",
                        "bookstore.events.topics.book-events.compression=zstd",
                        "bookstore.events.topics.book-events.cleanup-policy=compact",
                        "bookstore.events.topics.book-events.min-insync-replicas=2",
                        "bookstore.events.topics.book-events.config.[segment.ms]=1000")
                .run(context -> {
                    assertThat(context.getBean(TopicResolver.class).resolve("book-events"))
                            .isEqualTo("shop.books");
                    NewTopic books = topics(context).get("shop.books");
                    assertThat(books.numPartitions()).isEqualTo(12);
                    assertThat(books.replicationFactor()).isEqualTo((short) 3);
                    assertThat(books.configs())
                            .containsOnly(
                                    entry("retention.ms", "1209600000"),
                                    entry("compression.type", "zstd"),
                                    entry("cleanup.policy", "compact"),
                                    entry("min.insync.replicas", "2"),
                                    entry("segment.ms", "1000"));
                });
    }

    @Test
    void oneSettingLeavesTheOthersAtTheirDefaults() {
        runner.withPropertyValues("bookstore.events.topics.book-events.partitions=6")
                .run(context -> {
                    NewTopic books = topics(context).get("book-events");
                    assertThat(books.numPartitions()).isEqualTo(6);
                    assertThat(books.configs()).containsEntry("compression.type", "snappy");
                });
    }

    @Test
    void namesSetTheOldWayAreUnderstood() {
        runner.withPropertyValues(
                        "spring.kafka.topics.book-events=old-books",
                        "spring.kafka.topics.dead-letter=old-dead",
                        "spring.kafka.topics.unheard-of=whatever")
                .run(context -> {
                    TopicResolver resolver = context.getBean(TopicResolver.class);
                    assertThat(resolver.resolve("book-events")).isEqualTo("old-books");
                    assertThat(resolver.deadLetterTopic()).isEqualTo("old-dead");
                    assertThat(topics(context))
                            .containsKeys("old-books", "old-dead")
                            .doesNotContainKey("whatever");
                });
    }

    @Test
    void aNameSetTheNewWayWinsOverTheOldOne() {
        runner.withPropertyValues(
                        "spring.kafka.topics.book-events=old-books",
                        "bookstore.events.topics.book-events.name=new-books")
                .run(context -> assertThat(context.getBean(TopicResolver.class).resolve("book-events"))
                        .isEqualTo("new-books"));
    }

    @Test
    void topicsOfTheServicesOwnEventsAreDeclaredWithThreePartitions() {
        runner.withPropertyValues("bookstore.events.type.packages=com.bookstore.events.topic")
                .run(context -> {
                    assertThat(topics(context).get("topics-loans").numPartitions())
                            .isEqualTo(3);
                    assertThat(context.getBean(TopicResolver.class).physicalNames())
                            .contains("topics-loans");
                });
    }

    @Test
    void aNameThatNobodyDeclaredStandsForItself() {
        runner.run(context -> assertThat(context.getBean(TopicResolver.class).resolve("nobodys"))
                .isEqualTo("nobodys"));
    }

    @Test
    void backsOffWhenTheServiceDeclaresTheTopicsItself() {
        runner.withBean("eventTopics", EventTopics.class, () -> new EventTopics(new NewTopic("mine", 1, (short) 1)))
                .run(context -> assertThat(topics(context)).containsOnlyKeys("mine"));
    }

    @Test
    void backsOffWhenTheServiceBringsItsOwnResolver() {
        TopicResolver own = TopicResolver.of(Map.of(), Map.of("book-events", "mine"), List.of());

        runner.withBean(TopicResolver.class, () -> own)
                .run(context -> assertThat(topics(context)).containsKey("mine").doesNotContainKey("book-events"));
    }

    @Test
    void nothingIsCreatedWhereCreationIsSwitchedOff() {
        runner.run(context -> assertThat(context).doesNotHaveBean(TopicCreation.class));
        Starter.connectingRunner()
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(TopicCreation.class));
    }

    @ParameterizedTest
    @CsvSource({
        "partitions=0, partitions must be at least 1",
        "replicas=0, replicas must be at least 1",
        "replicas=-1, replicas must be at least 1",
        "min-insync-replicas=0, min-insync-replicas must be at least 1",
        "retention=0s, retention must be at least 1ms",
        "retention=-1ms, retention must be at least 1ms"
    })
    void whatKafkaWouldRefuseStopsTheStart(String setting, String message) {
        runner.withPropertyValues("bookstore.events.topics.book-events." + setting)
                .run(context -> assertThat(
                                Starter.analysis(context.getStartupFailure()).getDescription())
                        .contains("bookstore.events.topics.book-events." + message));
    }

    @ParameterizedTest
    @CsvSource({
        "bookstore.events.topics.book-events.name, book events",
        "bookstore.events.topics.book-events.name, ..",
        "spring.kafka.topics.book-events, books/new"
    })
    void aNameKafkaDoesNotTakeStopsTheStart(String property, String name) {
        runner.withPropertyValues(property + "=" + name).run(context -> {
            var analysis = Starter.analysis(context.getStartupFailure());
            assertThat(analysis.getDescription())
                    .isEqualTo("'" + name + "' cannot be the name of topic 'book-events': Kafka takes 1 to 249 letters,"
                            + " digits, '.', '_' and '-'");
            assertThat(analysis.getAction()).contains("bookstore.events.topics.[book-events].name");
        });
    }

    private static Map<String, NewTopic> topics(AssertableApplicationContext context) {
        return context.getBean("eventTopics", EventTopics.class).topics().stream()
                .collect(Collectors.toMap(NewTopic::name, Function.identity()));
    }

    @EventType(name = "topicsLent", topic = "topics-loans")
    record Lent(String key) implements DomainEvent {}
}
