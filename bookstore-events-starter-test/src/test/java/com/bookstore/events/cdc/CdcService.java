package com.bookstore.events.cdc;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.cdc.bookstore.BookRow;
import com.bookstore.events.cdc.bookstore.BookTranslator;
import com.bookstore.events.cdc.change.RowChange;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** A service that publishes what changes of books mean, with topics of its own. */
final class CdcService implements AutoCloseable {

    final String name;
    final CapturedBooks books;
    final Books translator = new Books();
    private final String[] properties;
    private @Nullable ConfigurableApplicationContext context;

    CdcService(String name, int partitions, String... properties) throws Exception {
        this.name = name;
        this.books = new CapturedBooks(name + ".books");
        this.properties = properties;
        CdcBroker.createTopic(name + ".books", partitions);
        for (String topic : List.of("-book-events", "-inventory-events", "-dead")) {
            CdcBroker.createTopic(name + topic, 1);
        }
    }

    private CdcService(CdcService first) {
        this.name = first.name;
        this.books = first.books;
        this.properties = first.properties;
    }

    /** A second instance. */
    CdcService another() {
        return new CdcService(this);
    }

    ChangeStatus status() {
        return context.getBean(ChangeStatus.class);
    }

    CdcService start(@Nullable DataSource dataSource) {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("spring.application.name", name);
        arguments.put("spring.kafka.bootstrap-servers", CdcBroker.bootstrapServers());
        arguments.put("bookstore.events.topics.book-events.name", name + "-book-events");
        arguments.put("bookstore.events.topics.inventory-events.name", name + "-inventory-events");
        arguments.put("bookstore.events.topics.dead-letter-queue.name", name + "-dead");
        arguments.put("bookstore.events.cdc.topic-prefix", name + ".");
        arguments.put("bookstore.events.cdc.group-id", name);
        arguments.put("bookstore.events.cdc.retry.delay", "10ms");
        for (String property : properties) {
            int separator = property.indexOf('=');
            arguments.put(property.substring(0, separator), property.substring(separator + 1));
        }
        context = new SpringApplicationBuilder(Application.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .initializers(starting -> {
                    starting.getBeanFactory().registerSingleton("books", translator);
                    if (dataSource != null) {
                        starting.getBeanFactory().registerSingleton("dataSource", dataSource);
                    }
                })
                .run(arguments.entrySet().stream()
                        .map(argument -> "--" + argument.getKey() + "=" + argument.getValue())
                        .toArray(String[]::new));
        return this;
    }

    List<JsonNode> bookEvents() {
        return CdcBroker.events(name + "-book-events");
    }

    List<JsonNode> stockEvents() {
        return CdcBroker.events(name + "-inventory-events");
    }

    @Override
    public void close() {
        if (context != null) {
            context.close();
        }
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Application {}

    /** The ready translator, watched, and failing as it is told. */
    static final class Books implements ChangeTranslator<BookRow> {

        private final BookTranslator ready = new BookTranslator("books", true);
        volatile Consumer<RowChange<BookRow>> before = change -> {};
        volatile Consumer<RowChange<BookRow>> afterwards = change -> {};
        final Queue<String> published = new ConcurrentLinkedQueue<>();

        @Override
        public String table() {
            return ready.table();
        }

        @Override
        public Class<BookRow> rowType() {
            return ready.rowType();
        }

        @Override
        public List<DomainEvent> translate(RowChange<BookRow> change) {
            before.accept(change);
            return ready.translate(change);
        }

        @Override
        public void published(RowChange<BookRow> change) {
            afterwards.accept(change);
            published.add(change.id());
        }
    }
}
