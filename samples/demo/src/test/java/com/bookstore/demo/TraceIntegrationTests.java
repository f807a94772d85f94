package com.bookstore.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.books.BookServiceApplication;
import com.bookstore.users.UserServiceApplication;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.trace.SpanProcessor;
import io.opentelemetry.sdk.trace.data.SpanData;
import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.springframework.context.support.GenericApplicationContext;
import tools.jackson.databind.JsonNode;

/** What a request to one service causes in the other is one trace. */
class TraceIntegrationTests {

    private final Spans atUsers = new Spans();
    private final Spans atBooks = new Spans();

    @Test
    void oneTraceRunsFromTheRequestToTheHandlerInTheOtherService() {
        try (var broker = new Broker();
                var books = start(BookServiceApplication.class, broker, atBooks);
                var users = start(UserServiceApplication.class, broker, atUsers)) {
            long book = id(books.post("/books", Map.of("title", "Traced", "category", "software", "stock", 20)));
            long user =
                    id(users.post("/users", Map.of("email", "trace@example.org", "interests", List.of("software"))));
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> !users.get("/known-books").isEmpty());
            var items = List.of(Map.of("bookId", book, "quantity", 2));
            users.post("/orders", Map.of("userId", user, "items", items));

            SpanData request = atUsers.await(SpanKind.SERVER, "http post /orders");
            SpanData published = atUsers.await(SpanKind.PRODUCER, "order-events send");
            SpanData handled = atBooks.await(SpanKind.CONSUMER, "order-events process");
            SpanData consequence = atBooks.await(SpanKind.PRODUCER, "inventory-events send");
            assertThat(List.of(published, handled, consequence))
                    .extracting(SpanData::getTraceId)
                    .containsOnly(request.getTraceId());
            assertThat(handled.getParentSpanId()).isEqualTo(published.getSpanId());
            assertThat(consequence.getParentSpanId()).isEqualTo(handled.getSpanId());
        }
    }

    private static Service start(Class<?> main, Broker broker, Spans spans) {
        return new Service(
                main,
                0,
                broker.bootstrapServers(),
                context -> ((GenericApplicationContext) context)
                        .registerBean(SpanProcessor.class, () -> SimpleSpanProcessor.create(spans)),
                Service.managementPort(0),
                "--management.tracing.sampling.probability=1.0");
    }

    private static long id(JsonNode created) {
        return created.get("id").asLong();
    }

    /** The spans of one service. */
    private static final class Spans implements SpanExporter {

        private final Queue<SpanData> ended = new ConcurrentLinkedQueue<>();

        SpanData await(SpanKind kind, String name) {
            return org.awaitility.Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(
                            () -> ended.stream()
                                    .filter(span -> span.getKind() == kind
                                            && span.getName().equals(name))
                                    .findFirst(),
                            found -> found.isPresent())
                    .orElseThrow();
        }

        @Override
        public CompletableResultCode export(Collection<SpanData> spans) {
            ended.addAll(spans);
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode flush() {
            return CompletableResultCode.ofSuccess();
        }

        @Override
        public CompletableResultCode shutdown() {
            return CompletableResultCode.ofSuccess();
        }
    }
}
