package com.bookstore.events.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.integration.RawKafka;
import com.bookstore.events.integration.Starter;
import com.bookstore.events.integration.TestBroker;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.kafka.core.KafkaAdmin;

@ExtendWith(OutputCaptureExtension.class)
class TopicCreationIntegrationTests {

    private final ApplicationContextRunner runner = Starter.connectingRunner()
            .withPropertyValues("spring.kafka.bootstrap-servers=" + TestBroker.bootstrapServers());

    @Test
    void theShippedTopicsAreCreatedWithTheirDefaults() {
        named("defaults").run(context -> {
            awaitTopics("defaults-book", "defaults-order", "defaults-inventory", "defaults-user", "defaults-dead");
            assertThat(partitions("defaults-book")).isEqualTo(3);
            assertThat(config("defaults-book"))
                    .containsEntry("retention.ms", "604800000")
                    .containsEntry("compression.type", "snappy");
            assertThat(partitions("defaults-order")).isEqualTo(3);
            assertThat(config("defaults-order")).containsEntry("retention.ms", "2592000000");
            assertThat(partitions("defaults-inventory")).isEqualTo(3);
            assertThat(partitions("defaults-user")).isEqualTo(3);
            assertThat(partitions("defaults-dead")).isEqualTo(1);
            assertThat(config("defaults-dead"))
                    .containsEntry("retention.ms", "7776000000")
                    .containsEntry("max.message.bytes", "4194304");
        });
    }

    @Test
    void aTopicIsCreatedAsItIsDeclared() {
        named("declared")
                .withPropertyValues(
                        "bookstore.events.topics.book-events.partitions=5",
                        "bookstore.events.topics.book-events.replicas=1",
                        "bookstore.events.topics.book-events.retention=2d",
                        "bookstore.events.topics.book-events.compression=gzip",
                        "bookstore.events.topics.book-events.cleanup-policy=compact,delete",
                        "bookstore.events.topics.book-events.min-insync-replicas=1",
                        "bookstore.events.topics.book-events.config.[segment.ms]=123456",
                        "bookstore.events.topics.newcomers.name=declared-newcomers")
                .run(context -> {
                    awaitTopics("declared-book", "declared-newcomers");
                    assertThat(partitions("declared-book")).isEqualTo(5);
                    assertThat(config("declared-book"))
                            .containsEntry("retention.ms", "172800000")
                            .containsEntry("compression.type", "gzip")
                            .containsEntry("cleanup.policy", "compact,delete")
                            .containsEntry("min.insync.replicas", "1")
                            .containsEntry("segment.ms", "123456");
                    assertThat(partitions("declared-newcomers")).isEqualTo(3);
                });
    }

    @Test
    void topicsNamedTheOldWayAreCreatedUnderTheirNames() {
        runner.withPropertyValues(
                        "spring.kafka.topics.book-events=classic-books", "spring.kafka.topics.dead-letter=classic-dead")
                .run(context -> {
                    awaitTopics("classic-books", "classic-dead");
                    assertThat(partitions("classic-books")).isEqualTo(3);
                    assertThat(partitions("classic-dead")).isEqualTo(1);
                });
    }

    @Test
    void theTopicOfAnEventOfTheServicesGetsThreePartitionsUnderItsOwnName() {
        named("own")
                .withPropertyValues("bookstore.events.type.packages=com.bookstore.events.topic")
                .run(context -> {
                    awaitTopics("topics-loans");
                    assertThat(partitions("topics-loans")).isEqualTo(3);
                });
    }

    @Test
    void aTopicWithOtherSettingsIsReportedOnceAndLeftAlone(CapturedOutput output) {
        create(new NewTopic("different-book", 1, (short) 1)
                .configs(Map.of("retention.ms", "1000", "compression.type", "snappy")));

        named("different")
                .withPropertyValues("bookstore.events.topics.book-events.replicas=2")
                .run(context -> awaitCreation());

        assertThat(output)
                .containsOnlyOnce("exists with other settings")
                .contains(
                        "Topic 'different-book' exists with other settings and is left as it is: partitions 1 (declared"
                                + " 3), replicas 1 (declared 2), retention.ms 1000 (declared 604800000)\n");
        assertThat(partitions("different-book")).isEqualTo(1);
        assertThat(config("different-book")).containsEntry("retention.ms", "1000");
    }

    @Test
    void aTopicThatIsAsDeclaredIsNotMentioned(CapturedOutput output) {
        named("same").run(context -> awaitCreation());
        named("same").run(context -> awaitCreation());

        awaitTopics("same-book", "same-dead");
        assertThat(output).doesNotContain("exists with other settings");
    }

    @Test
    void settingsAreAlteredOnDemandButPartitionsNever(CapturedOutput output) {
        create(new NewTopic("altered-book", 1, (short) 1).configs(Map.of("retention.ms", "1000")));

        named("altered")
                .withPropertyValues("spring.kafka.admin.modify-topic-configs=true")
                .run(context -> {
                    await().untilAsserted(() -> assertThat(output).contains("partitions 1 (declared 3)"));
                    await().untilAsserted(() -> assertThat(config("altered-book"))
                            .containsEntry("retention.ms", "604800000")
                            .containsEntry("compression.type", "snappy"));
                });

        assertThat(partitions("altered-book")).isEqualTo(1);
        assertThat(output).containsOnlyOnce("exists with other settings").doesNotContain("retention.ms 1000");
    }

    @Test
    void theServicesOwnTopicsAreCreatedTooAndWinOverOurs(CapturedOutput output) {
        ApplicationContextRunner service = named("beans")
                .withBean("mine", NewTopic.class, () -> new NewTopic("beans-mine", 2, (short) 1))
                .withBean(
                        "more",
                        KafkaAdmin.NewTopics.class,
                        () -> new KafkaAdmin.NewTopics(
                                new NewTopic("beans-more-1", 1, (short) 1), new NewTopic("beans-more-2", 4, (short) 1)))
                .withBean("books", NewTopic.class, () -> new NewTopic("beans-book", 7, (short) 1));

        service.run(context -> awaitCreation());
        service.run(context -> awaitCreation());

        awaitTopics("beans-mine", "beans-more-1", "beans-more-2", "beans-dead");
        assertThat(partitions("beans-mine")).isEqualTo(2);
        assertThat(partitions("beans-more-2")).isEqualTo(4);
        assertThat(partitions("beans-book")).isEqualTo(7);
        assertThat(config("beans-book")).containsEntry("compression.type", "producer");
        assertThat(output).doesNotContain("exists with other settings");
    }

    @Test
    void nothingIsCreatedWhereThatIsSwitchedOff() {
        named("off")
                .withPropertyValues("spring.kafka.admin.auto-create=false")
                .withBean(NewTopic.class, () -> new NewTopic("off-mine", 1, (short) 1))
                .run(context -> {
                    named("on").run(other -> awaitTopics("on-book", "on-dead"));
                    assertThat(RawKafka.topics()).noneMatch(topic -> topic.startsWith("off-"));
                });
    }

    @Test
    void everyTopicHasOneForItsDeadLettersOnDemand() {
        named("letters")
                .withPropertyValues("bookstore.events.dead-letter.destination=per-topic")
                .run(context -> {
                    awaitTopics("letters-book-dlt", "letters-order-dlt", "letters-inventory-dlt", "letters-user-dlt");
                    assertThat(partitions("letters-book-dlt")).isEqualTo(1);
                    assertThat(config("letters-book-dlt"))
                            .containsEntry("retention.ms", "7776000000")
                            .containsEntry("max.message.bytes", "4194304");
                    assertThat(RawKafka.topics()).doesNotContain("letters-dead-dlt");
                });
    }

    @Test
    void anAdminOfAnotherClusterGetsItsTopicsToo() {
        Map<String, Object> cluster = Map.of("bootstrap.servers", TestBroker.bootstrapServers());
        KafkaAdmin other = new KafkaAdmin(cluster);
        other.setCreateOrModifyTopic(topic -> topic.name().equals("clusters-other"));
        KafkaAdmin first = new KafkaAdmin(cluster);
        first.setCreateOrModifyTopic(topic -> !topic.name().equals("clusters-other"));

        named("clusters")
                .withBean("kafkaAdmin", KafkaAdmin.class, () -> first)
                .withBean("otherAdmin", KafkaAdmin.class, () -> other)
                .withBean(NewTopic.class, () -> new NewTopic("clusters-other", 2, (short) 1))
                .run(context -> awaitTopics("clusters-book", "clusters-other"));
    }

    /** Each test has topics of its own on the shared broker. */
    private ApplicationContextRunner named(String prefix) {
        return runner.withPropertyValues(
                "bookstore.events.topics.book-events.name=" + prefix + "-book",
                "bookstore.events.topics.order-events.name=" + prefix + "-order",
                "bookstore.events.topics.inventory-events.name=" + prefix + "-inventory",
                "bookstore.events.topics.user-events.name=" + prefix + "-user",
                "bookstore.events.topics.dead-letter-queue.name=" + prefix + "-dead");
    }

    private static void create(NewTopic topic) {
        RawKafka.admin(admin -> admin.createTopics(List.of(topic)).all().get());
        // The controller answers before the broker has heard of it.
        awaitTopics(topic.name());
    }

    private static void awaitTopics(String... names) {
        await().untilAsserted(() -> assertThat(RawKafka.topics()).contains(names));
    }

    private static void awaitCreation() {
        await().untilAsserted(() -> assertThat(Thread.getAllStackTraces().keySet())
                .extracting(Thread::getName)
                .doesNotContain("bookstore-events-topics"));
    }

    private static int partitions(String topic) {
        TopicDescription description = RawKafka.admin(admin ->
                admin.describeTopics(List.of(topic)).allTopicNames().get().get(topic));
        return description.partitions().size();
    }

    private static Map<String, String> config(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Map<String, String> config = new HashMap<>();
        RawKafka.admin(admin ->
                        admin.describeConfigs(List.of(resource)).all().get().get(resource))
                .entries()
                .forEach(entry -> config.put(entry.name(), entry.value()));
        return config;
    }
}
