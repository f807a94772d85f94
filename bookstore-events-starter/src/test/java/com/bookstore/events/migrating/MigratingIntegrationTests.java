package com.bookstore.events.migrating;

import static com.bookstore.events.migrating.MigratingIntegrationTests.Publisher.CLASSIC_PUBLISHER;
import static com.bookstore.events.migrating.MigratingIntegrationTests.Publisher.MOVED_PUBLISHER;
import static com.bookstore.events.migrating.MigratingIntegrationTests.Publisher.PUBLISHER_ON_THE_WAY;
import static com.bookstore.events.migrating.MigratingIntegrationTests.Publisher.PUBLISHER_WITH_STARTER;
import static com.bookstore.events.migrating.MigratingIntegrationTests.Reader.CLASSIC_READER;
import static com.bookstore.events.migrating.MigratingIntegrationTests.Reader.MOVED_READER;
import static com.bookstore.events.migrating.MigratingIntegrationTests.Reader.READER_ON_THE_WAY;
import static com.bookstore.events.migrating.MigratingIntegrationTests.Reader.READER_WITH_STARTER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TimeZone;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.annotation.ImportCandidates;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/**
 * Follows docs/migrating.md with the settings that stand there: two classic services, of which one moves and then the other, in
 * either order. At every step events flow, also those published while the reader is being replaced, each exactly once and
 * those of a book in order.
 */
class MigratingIntegrationTests {

    private static final String CLASSIC_BOOKS = "book-service, classic";
    private static final String CLASSIC_USERS = "user-service, classic";

    @TempDir
    private Path directory;

    private final EmbeddedKafkaKraftBroker broker = new EmbeddedKafkaKraftBroker(1, 1);
    private final TimeZone zoneOfThisJvm = TimeZone.getDefault();
    private final List<String> published = new ArrayList<>();

    enum Publisher {
        CLASSIC_PUBLISHER(Books.Classic.class, false, CLASSIC_BOOKS),
        PUBLISHER_WITH_STARTER(Books.Classic.class, true, CLASSIC_BOOKS),
        PUBLISHER_ON_THE_WAY(Books.Moved.class, true, CLASSIC_BOOKS),
        MOVED_PUBLISHER(Books.Moved.class, true, "book-service, moved");

        private final Class<?> service;
        private final boolean starter;
        private final String yaml;

        Publisher(Class<?> service, boolean starter, String yaml) {
            this.service = service;
            this.starter = starter;
            this.yaml = yaml;
        }
    }

    enum Reader {
        CLASSIC_READER(Readers.Classic.class, false, CLASSIC_USERS),
        READER_WITH_STARTER(Readers.Classic.class, true, CLASSIC_USERS, "user-service, with the starter beside"),
        READER_ON_THE_WAY(Readers.OnTheWay.class, true, CLASSIC_USERS, "user-service, with the starter beside"),
        MOVED_READER(Readers.Moved.class, true, "user-service, moved");

        private final Class<?> service;
        private final boolean starter;
        private final String[] yaml;

        Reader(Class<?> service, boolean starter, String... yaml) {
            this.service = service;
            this.starter = starter;
            this.yaml = yaml;
        }
    }

    record Step(Publisher publisher, Reader reader) {}

    static Stream<Arguments> paths() {
        return Stream.of(
                Arguments.of(
                        "the publisher first",
                        List.of(
                                new Step(CLASSIC_PUBLISHER, CLASSIC_READER),
                                new Step(PUBLISHER_WITH_STARTER, CLASSIC_READER),
                                new Step(PUBLISHER_ON_THE_WAY, CLASSIC_READER),
                                new Step(MOVED_PUBLISHER, CLASSIC_READER),
                                new Step(MOVED_PUBLISHER, READER_WITH_STARTER),
                                new Step(MOVED_PUBLISHER, READER_ON_THE_WAY),
                                new Step(MOVED_PUBLISHER, MOVED_READER))),
                Arguments.of(
                        "the reader first",
                        List.of(
                                new Step(CLASSIC_PUBLISHER, CLASSIC_READER),
                                new Step(CLASSIC_PUBLISHER, READER_WITH_STARTER),
                                new Step(CLASSIC_PUBLISHER, READER_ON_THE_WAY),
                                new Step(CLASSIC_PUBLISHER, MOVED_READER),
                                new Step(PUBLISHER_WITH_STARTER, MOVED_READER),
                                new Step(PUBLISHER_ON_THE_WAY, MOVED_READER),
                                new Step(MOVED_PUBLISHER, MOVED_READER))),
                Arguments.of(
                        "and back",
                        List.of(
                                new Step(MOVED_PUBLISHER, MOVED_READER),
                                new Step(CLASSIC_PUBLISHER, MOVED_READER),
                                new Step(MOVED_PUBLISHER, CLASSIC_READER),
                                new Step(CLASSIC_PUBLISHER, CLASSIC_READER))));
    }

    @BeforeEach
    void start() throws Exception {
        TimeZone.setDefault(TimeZone.getTimeZone("Europe/Berlin"));
        broker.brokerProperty("auto.create.topics.enable", "false");
        broker.brokerProperty("group.initial.rebalance.delay.ms", "0");
        broker.brokerProperty("offsets.topic.num.partitions", "1");
        broker.afterPropertiesSet();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.getBrokersAsString()))) {
            admin.createTopics(List.of(new NewTopic("book-events", 3, (short) 1)))
                    .all()
                    .get();
        }
        Readers.READ.clear();
    }

    @AfterEach
    void stop() {
        TimeZone.setDefault(zoneOfThisJvm);
        broker.destroy();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("paths")
    void eventsFlowAtEveryStep(String path, List<Step> steps) throws Exception {
        for (int i = 0; i < steps.size(); i++) {
            take(steps.get(i), 10L * i);
        }

        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.getBrokersAsString()))) {
            assertThat(perBook(Readers.READ)).isEqualTo(perBook(published));
            TopicPartition deadLetters = new TopicPartition("dead-letter-queue", 0);
            assertThat(admin.listOffsets(Map.of(deadLetters, OffsetSpec.latest()))
                            .partitionResult(deadLetters)
                            .get()
                            .offset())
                    .isZero();
        }
    }

    /** The reader is replaced while events are published. */
    private void take(Step step, long book) throws IOException {
        try (ConfigurableApplicationContext service =
                service(step.publisher.service, step.publisher.starter, step.publisher.yaml)) {
            Books books = service.getBean(Books.class);
            publish(books, book);
            try (ConfigurableApplicationContext reader =
                    service(step.reader.service, step.reader.starter, step.reader.yaml)) {
                publish(books, book + 1);

                await().untilAsserted(() ->
                        assertThat(Readers.READ).as(step.toString()).hasSameSizeAs(published));
            }
        }
    }

    private void publish(Books books, long id) {
        books.add(id, "Dune");
        published.add("+" + id + " Dune");
        books.remove(id);
        published.add("-" + id);
    }

    private static Map<String, List<String>> perBook(List<String> events) {
        return events.stream()
                .collect(Collectors.groupingBy(event -> event.substring(1).split(" ")[0], Collectors.toList()));
    }

    private ConfigurableApplicationContext service(Class<?> service, boolean starter, String... yaml)
            throws IOException {
        List<String> files = new ArrayList<>();
        for (String title : yaml) {
            files.add(Guide.yaml(directory, title));
        }
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.config.location=" + String.join(",", files),
                "--spring.kafka.bootstrap-servers=" + broker.getBrokersAsString(),
                "--spring.main.banner-mode=off"));
        if (!starter) {
            arguments.add("--spring.autoconfigure.exclude=" + ours());
        }
        return new SpringApplicationBuilder(service)
                .web(WebApplicationType.NONE)
                .run(arguments.toArray(String[]::new));
    }

    /** A service without the starter, although it is on the class path here. */
    private static String ours() {
        return ImportCandidates.load(AutoConfiguration.class, null).getCandidates().stream()
                .filter(candidate -> candidate.startsWith("com.bookstore.events."))
                .collect(Collectors.joining(","));
    }
}
