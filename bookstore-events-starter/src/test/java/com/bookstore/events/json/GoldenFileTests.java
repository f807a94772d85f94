package com.bookstore.events.json;

import static com.bookstore.events.json.EventJson.typeHeader;
import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.domain.BookUpdatedEvent;
import com.bookstore.events.domain.OrderCreatedEvent;
import com.bookstore.events.domain.OrderCreatedEvent.OrderItem;
import com.bookstore.events.domain.StockChangedEvent;
import com.bookstore.events.domain.StockChangedEvent.ChangeType;
import com.bookstore.events.domain.UserRegisteredEvent;
import com.bookstore.events.type.EventTypeRegistry;
import com.bookstore.events.type.RegisteredEventType;
import com.bookstore.events.type.TypeAutoConfiguration;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;

/** Locks the wire format: a change of these files is a change of what services in the field have to read. */
class GoldenFileTests {

    static final Path GOLDEN_FILES = Path.of("src/test/resources/golden");

    private final EventSerializer serializer = EventJson.serializer(EventJson.SHIPPED);
    private final EventDeserializer deserializer = EventJson.deserializer(EventJson.SHIPPED);

    static Stream<Arguments> goldenFiles() {
        return events().entrySet().stream().map(golden -> Arguments.of(golden.getKey(), golden.getValue()));
    }

    static Map<String, EventEnvelope<?>> events() {
        Map<String, EventEnvelope<?>> events = new TreeMap<>();
        events.put(
                "bookCreated",
                event(new BookCreatedEvent(
                        42L,
                        "Dune",
                        "Frank Herbert",
                        "978-0-441-17271-9",
                        new BigDecimal("29.90"),
                        "Science Fiction",
                        7)));
        events.put("bookCreated-nulls", event(new BookCreatedEvent(Long.MAX_VALUE, "", null, null, null, null, null)));
        events.put(
                "bookCreated-caused",
                caused(new BookCreatedEvent(
                        42L, "Ærø \"ö\" \\ 本 😀\n", "O'Brien", "978", new BigDecimal("0.00"), "a/b", -1)));
        events.put(
                "bookUpdated",
                event(new BookUpdatedEvent(
                        42L,
                        fields("price", new BigDecimal("19.9900"), "title", "Dune", "stock", 3),
                        fields("price", new BigDecimal("1E+3"), "title", null, "stock", 3_000_000_000L))));
        events.put("bookUpdated-empty", event(new BookUpdatedEvent(42L, Map.of(), Map.of())));
        events.put("bookDeleted", event(new BookDeletedEvent(42L)));
        events.put("stockChanged", event(new StockChangedEvent(42L, 7, 6, ChangeType.DECREASE, "4711")));
        events.put("stockChanged-nulls", event(new StockChangedEvent(42L, null, 6, ChangeType.ADJUSTMENT, null)));
        events.put(
                "orderCreated",
                caused(new OrderCreatedEvent(
                        4711L,
                        "ORD-4711",
                        5L,
                        new BigDecimal("89.70"),
                        List.of(new OrderItem(42L, 3, new BigDecimal("29.90")), new OrderItem(43L, 1, null)))));
        events.put("orderCreated-nulls", event(new OrderCreatedEvent(4711L, null, 5L, null, List.of())));
        events.put("userRegistered", event(new UserRegisteredEvent(5L, "a@example.org", List.of("sf", "crime"))));
        events.put("userRegistered-nulls", event(new UserRegisteredEvent(5L, null, List.of())));
        return events;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goldenFiles")
    void writesTheGoldenBytes(String file, EventEnvelope<?> event) throws IOException {
        assertThat(new String(serializer.write(event), StandardCharsets.UTF_8))
                .isEqualTo(new String(read(file), StandardCharsets.UTF_8));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("goldenFiles")
    void readsTheGoldenBytes(String file, EventEnvelope<?> event) throws IOException {
        byte[] golden = read(file);

        assertThat(EventJson.envelope(deserializer.deserialize("topic", golden)))
                .isEqualTo(event);
        assertThat(EventJson.envelope(deserializer.deserialize("topic", typeHeader(name(file)), golden)))
                .isEqualTo(event);
    }

    @Test
    void everyShippedEventHasAGoldenFile() {
        new ApplicationContextRunner()
                .withConfiguration(AutoConfigurations.of(TypeAutoConfiguration.class))
                .run(context -> assertThat(
                                context.getBean(EventTypeRegistry.class).types())
                        .extracting(RegisteredEventType::name)
                        .isNotEmpty()
                        .isSubsetOf(events().keySet()));
    }

    @Test
    void everyGoldenFileIsRead() throws IOException {
        try (Stream<Path> files = Files.list(GOLDEN_FILES)) {
            assertThat(files.map(file -> file.getFileName().toString()).collect(Collectors.toSet()))
                    .isEqualTo(events().keySet().stream()
                            .map(name -> name + ".json")
                            .collect(Collectors.toSet()));
        }
    }

    static byte[] read(String file) throws IOException {
        return Files.readAllBytes(GOLDEN_FILES.resolve(file + ".json"));
    }

    private static String name(String file) {
        return file.replaceFirst("-.*", "");
    }

    private static <E extends DomainEvent> EventEnvelope<E> event(E event) {
        return envelope(event, Instant.parse("2026-11-23T10:15:30.123Z"), null);
    }

    private static <E extends DomainEvent> EventEnvelope<E> caused(E event) {
        return envelope(event, Instant.parse("2026-11-23T10:15:00Z"), "0193f2c0-0000-7000-8000-000000000001");
    }

    private static <E extends DomainEvent> EventEnvelope<E> envelope(
            E event, Instant timestamp, @Nullable String causationId) {
        return new EventEnvelope<>(
                new EventMetadata(
                        "0193f2c0-7b1a-7c3d-8e4f-5a6b7c8d9e0f",
                        timestamp,
                        "book-service",
                        "1.0",
                        "0193f2bf-1111-7222-8333-444444444444",
                        causationId),
                event);
    }

    /** Fields in the order of their names, so that their bytes are always the same. */
    private static Map<String, @Nullable Object> fields(@Nullable Object... namesAndValues) {
        Map<String, @Nullable Object> fields = new HashMap<>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            fields.put((String) namesAndValues[i], namesAndValues[i + 1]);
        }
        return new TreeMap<>(fields);
    }
}
