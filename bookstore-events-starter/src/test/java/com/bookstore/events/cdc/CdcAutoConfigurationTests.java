package com.bookstore.events.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.cdc.bookstore.BookTranslator;
import com.bookstore.events.cdc.bookstore.InventoryTransactionTranslator;
import com.bookstore.events.cdc.change.RowChange;
import com.bookstore.events.integration.Starter;
import com.bookstore.events.publishing.idempotent.IdempotentEventPublisher;
import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class CdcAutoConfigurationTests {

    private final ApplicationContextRunner runner = Starter.runner();
    private final ApplicationContextRunner withTranslator =
            runner.withBean(ChangeTranslator.class, () -> new Translator("orders"));

    @Test
    void withoutATranslatorThereIsNothing() {
        runner.run(context -> assertThat(context)
                .hasNotFailed()
                .doesNotHaveBean(ChangeContainer.class)
                .doesNotHaveBean(ChangePublisher.class)
                .doesNotHaveBean(CdcProperties.class)
                .doesNotHaveBean(CdcHealthIndicator.class)
                .doesNotHaveBean(BookTranslator.class));
    }

    @Test
    void aTranslatorHasItsTopicListenedTo() {
        withTranslator
                .withPropertyValues("bookstore.events.cdc.heartbeat-topics=__debezium-heartbeat.shop")
                .run(context -> {
                    ChangeContainer container = context.getBean(ChangeContainer.class);
                    assertThat(container.getTopics()).containsExactly("cdc.orders");
                    assertThat(container.getGroupId()).isEqualTo("cdc-processor");
                    assertThat(container.getConcurrency()).isEqualTo(1);
                    assertThat(context.getBean(ChangePublisher.class)).isInstanceOf(DirectChangePublisher.class);
                    assertThat(context).hasSingleBean(CdcHealthIndicator.class);
                    assertThat(context.getBean(CdcProperties.class).longestSilence())
                            .isEqualTo(Duration.ofMinutes(5));
                });
    }

    @ParameterizedTest
    @CsvSource({
        "true, bookstore.events.cdc.health.lag=5m",
        "false, bookstore.events.cdc.health.silence=1m",
        "false, bookstore.events.cdc.heartbeat-topics[0]=beats",
        "false, bookstore.events.cdc.connect.url=http://localhost:8083"
    })
    void whatNobodyWouldNoticeIsSaidAtTheStart(boolean said, String setting, CapturedOutput output) {
        String[] settings = setting.contains("connect.url")
                ? new String[] {setting, "bookstore.events.cdc.connect.connectors=shop"}
                : new String[] {setting};

        withTranslator.withPropertyValues(settings).run(context -> assertThat(context)
                .hasNotFailed());

        assertThat(output.getAll().contains("will be noticed by nobody")).isEqualTo(said);
    }

    @Test
    void namesAndThreadsAreTheServices() {
        withTranslator
                .withPropertyValues(
                        "bookstore.events.cdc.topic-prefix=shop.",
                        "bookstore.events.cdc.group-id=g",
                        "bookstore.events.cdc.concurrency=3")
                .run(context -> {
                    ChangeContainer container = context.getBean(ChangeContainer.class);
                    assertThat(container.getTopics()).containsExactly("shop.orders");
                    assertThat(container.getGroupId()).isEqualTo("g");
                    assertThat(container.getConcurrency()).isEqualTo(3);
                });
    }

    @Test
    void otherInstancesMayDoIt() {
        withTranslator
                .withPropertyValues("bookstore.events.cdc.enabled=false")
                .run(context -> assertThat(context).hasNotFailed().doesNotHaveBean(ChangeContainer.class));
    }

    @Test
    void theReadyTranslatorsAreSwitchedOn() {
        runner.withPropertyValues("bookstore.events.cdc.bookstore.enabled=true").run(context -> {
            assertThat(context).hasSingleBean(BookTranslator.class);
            assertThat(context).doesNotHaveBean(InventoryTransactionTranslator.class);
            assertThat(context.getBean(ChangeContainer.class).getTopics()).containsExactly("cdc.books");
        });
    }

    @Test
    void movementsOfStockHaveATableOfTheirOwn() {
        runner.withPropertyValues(
                        "bookstore.events.cdc.bookstore.enabled=true",
                        "bookstore.events.cdc.bookstore.books-table=book",
                        "bookstore.events.cdc.bookstore.inventory-transactions-table=movement")
                .run(context -> assertThat(
                                context.getBean(ChangeContainer.class).getTopics())
                        .containsExactlyInAnyOrder("cdc.book", "cdc.movement"));
    }

    @Test
    void backsOffWhenTheServiceBringsItsOwnOfBooks() {
        BookTranslator own = new BookTranslator("novels", true);

        runner.withPropertyValues("bookstore.events.cdc.bookstore.enabled=true")
                .withBean(BookTranslator.class, () -> own)
                .run(context ->
                        assertThat(context.getBean(BookTranslator.class)).isSameAs(own));
    }

    @Test
    void healthIsOptional() {
        withTranslator
                .withClassLoader(new FilteredClassLoader(HealthIndicator.class))
                .run(context -> assertThat(context).hasNotFailed().hasSingleBean(ChangeContainer.class));
        withTranslator.withPropertyValues("management.health.cdc.enabled=false").run(context -> assertThat(context)
                .doesNotHaveBean(CdcHealthIndicator.class));
    }

    @Test
    void threadsThatAskKafkaConnectEndWithTheService() throws Exception {
        Set<Thread> others = Set.copyOf(threads("cdc-connect"));
        Set<Thread> asking = new HashSet<>();
        HttpServer connect = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        connect.createContext("/", exchange -> {
            exchange.sendResponseHeaders(404, -1);
            exchange.close();
        });
        connect.start();
        try {
            withTranslator
                    .withPropertyValues(
                            "bookstore.events.cdc.connect.url=http://localhost:"
                                    + connect.getAddress().getPort(),
                            "bookstore.events.cdc.connect.connectors=shop")
                    .run(context -> {
                        askAsARequestDoes(context.getBean(CdcHealthIndicator.class));
                        asking.addAll(threads("cdc-connect"));
                        asking.removeAll(others);
                        assertThat(asking)
                                .extracting(Thread::getContextClassLoader)
                                .containsOnly(ConnectClient.class.getClassLoader());
                    });
        } finally {
            connect.stop(0);
        }

        assertThat(asking).isNotEmpty();
        for (Thread thread : asking) {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        }
        assertThat(asking).noneMatch(Thread::isAlive);
    }

    private static void askAsARequestDoes(CdcHealthIndicator health) {
        ClassLoader mine = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(new ClassLoader(mine) {});
        try {
            health.health();
        } finally {
            Thread.currentThread().setContextClassLoader(mine);
        }
    }

    private static List<Thread> threads(String name) {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(name))
                .toList();
    }

    @Test
    void publishesOncePerIdWithAStore() {
        withTranslator
                .withBean(IdempotentEventPublisher.class, () -> mock(IdempotentEventPublisher.class))
                .withPropertyValues("bookstore.events.cdc.publishing=idempotent")
                .run(context -> assertThat(context.getBean(ChangePublisher.class))
                        .isInstanceOf(IdempotentChangePublisher.class));
    }

    @ParameterizedTest
    @CsvSource({
        "bookstore.events.cdc.publishing=idempotent, there is no IdempotentEventPublisher, bookstore.events.idempotency.store=auto",
        "bookstore.events.cdc.publishing=outbox, there is no OutboxEventPublisher, bookstore.events.outbox.enabled=true",
        "bookstore.events.cdc.connect.url=http://localhost:8083, only one of both, bookstore.events.cdc.connect.connectors=",
        "bookstore.events.cdc.connect.connectors=shop, only one of both, bookstore.events.cdc.connect.url=http://localhost:8083",
        "bookstore.events.cdc.topic-prefix=c d, which is no name of a topic, bookstore.events.cdc.topic-prefix=cdc."
    })
    void mistakesStopTheStartWithAPropertyToPaste(String setting, String description, String action) {
        withTranslator.withPropertyValues(setting).run(context -> {
            FailureAnalysis analysis = Starter.analysis(context.getStartupFailure());
            assertThat(analysis.getDescription()).contains(description);
            assertThat(analysis.getAction()).contains(action);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"localhost:8083", "http://kafka_connect:8083", "ftp://localhost:8083", "connect"})
    void addressesThatCannotBeAskedStopTheStart(String url) {
        withTranslator
                .withPropertyValues(
                        "bookstore.events.cdc.connect.url=" + url, "bookstore.events.cdc.connect.connectors=shop")
                .run(context -> {
                    FailureAnalysis analysis = Starter.analysis(context.getStartupFailure());
                    assertThat(analysis.getDescription()).contains(url);
                    assertThat(analysis.getAction()).contains("connect.url=http://localhost:8083");
                });
    }

    @Test
    void twoTranslatorsOfOneTableStopTheStart() {
        withTranslator
                .withBean("other", ChangeTranslator.class, () -> new Translator("orders"))
                .run(context -> assertThat(
                                Starter.analysis(context.getStartupFailure()).getDescription())
                        .contains("Two translators say what changes of the table 'orders' mean"));
    }

    @ParameterizedTest
    @CsvSource({"java.lang.String, is no record", "com.bookstore.events.cdc.CdcAutoConfigurationTests$Primitive, is int"
    })
    void rowTypesAreChecked(Class<?> rowType, String description) {
        runner.withBean(ChangeTranslator.class, () -> new Translator("orders", rowType))
                .run(context -> assertThat(
                                Starter.analysis(context.getStartupFailure()).getDescription())
                        .contains(description));
    }

    @ParameterizedTest
    @CsvSource({
        "bookstore.events.cdc.batch-size=0",
        "bookstore.events.cdc.concurrency=0",
        "bookstore.events.cdc.max-record-size=0",
        "bookstore.events.cdc.retry.max-retries=-1",
        "bookstore.events.cdc.retry.delay=0",
        "bookstore.events.cdc.retry.max-delay=2m",
        "bookstore.events.cdc.connect.timeout=0",
        "bookstore.events.cdc.health.lag=0",
        "bookstore.events.cdc.health.silence=0"
    })
    void settingsThatMakeNoSenseStopTheStart(String setting) {
        String name = setting.substring(0, setting.indexOf('='));

        withTranslator
                .withPropertyValues(setting)
                .run(context -> assertThat(context).getFailure().hasStackTraceContaining(name));
    }

    record Primitive(int stock) {}

    record Order(Long id) {}

    /** One that is never asked. */
    @SuppressWarnings({"rawtypes", "unchecked"})
    private record Translator(String table, Class rowType) implements ChangeTranslator<Object> {

        Translator(String table) {
            this(table, Order.class);
        }

        @Override
        public List<DomainEvent> translate(RowChange<Object> change) {
            return List.of();
        }
    }
}
