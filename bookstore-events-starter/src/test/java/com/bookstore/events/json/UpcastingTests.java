package com.bookstore.events.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.EventType;
import com.bookstore.events.integration.Starter;
import com.bookstore.events.type.EventTypeRegistry;
import com.bookstore.events.type.InvalidUpcasterException;
import com.bookstore.events.type.Upcaster;
import com.bookstore.events.type.Upcasters;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class UpcastingTests {

    @EventType(name = "paid", topic = "payments", version = "3.0")
    record Paid(String account, BigDecimal amount, String currency) implements DomainEvent {

        @Override
        public String key() {
            return account;
        }
    }

    private record Step(String type, String from, String to, UnaryOperator<ObjectNode> change) implements Upcaster {

        @Override
        public ObjectNode upcast(ObjectNode fields) {
            return change.apply(fields);
        }
    }

    private static final EventTypeRegistry TYPES = EventTypeRegistry.of(Paid.class);

    private static final Upcaster TO_2 = new Step("paid", "1.0", "2.0", fields -> {
        fields.set("amount", fields.remove("sum"));
        return fields;
    });
    private static final Upcaster TO_3 = new Step("paid", "2.0", "3.0", fields -> fields.put("currency", "EUR"));

    private final EventDeserializer deserializer = with(TO_3, TO_2);

    private static EventDeserializer with(Upcaster... upcasters) {
        return EventJson.deserializer(TYPES, Upcasters.of(TYPES, List.of(upcasters)), ZoneOffset.UTC, 1_000);
    }

    private static byte[] utf8(String json) {
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static String event(String version, String fields) {
        return """
                {"type":"paid","eventId":"e","timestamp":"2026-01-01T00:00:00Z","source":"s",%s
                "correlationId":"c",%s}"""
                .formatted(version, fields);
    }

    @Test
    void olderVersionsAreBroughtUpStepByStep() {
        String fields = "\"account\":\"a\",\"sum\":29.90";
        for (String old : List.of(
                event("\"version\":\"1.0\",", fields), event("", fields), event("", fields + ",\"version\":\"1.0\""))) {
            assertThat(known(deserializer, old).event()).isEqualTo(new Paid("a", new BigDecimal("29.90"), "EUR"));
            assertThat(known(deserializer, old).metadata().version()).isEqualTo("3.0");
        }
        String second = event("\"version\":\"2.0\",", "\"account\":\"a\",\"amount\":0.10000000000000000000000000001");
        assertThat(known(deserializer, second).event())
                .isEqualTo(new Paid("a", new BigDecimal("0.10000000000000000000000000001"), "EUR"));
    }

    @Test
    void otherVersionsAreReadAsTheyAre() {
        for (String version : List.of("3.0", "4.0")) {
            EventEnvelope<?> read = known(
                    deserializer,
                    event("\"version\":\"" + version + "\",", "\"account\":\"a\",\"amount\":1,\"currency\":\"USD\""));
            assertThat(read.event()).isEqualTo(new Paid("a", BigDecimal.ONE, "USD"));
            assertThat(read.metadata().version()).isEqualTo(version);
        }
    }

    @Test
    void anUpcasterThatFailsMakesTheEventMalformed() {
        String old = event("\"version\":\"2.0\",", "\"account\":\"a\",\"amount\":1");
        Upcaster failing = new Step("paid", "2.0", "3.0", fields -> {
            throw new IllegalStateException("secret");
        });
        Upcaster empty = new Step("paid", "2.0", "3.0", fields -> null);

        for (Upcaster bad : List.of(failing, empty)) {
            ReceivedEvent read = with(bad).deserialize("payments", utf8(old));
            assertThat(read).isInstanceOf(ReceivedEvent.Malformed.class);
            assertThat(((ReceivedEvent.Malformed) read).failure()).hasMessageNotContaining("secret");
            assertThat(read.raw()).isEqualTo(utf8(old));
        }
    }

    @Test
    void fieldsAloneAreReadTheSameWay() {
        EventMetadata metadata = new EventMetadata("e", Instant.EPOCH, "s", "1.0", "c", null);
        EventEnvelope<?> read = deserializer.readFields(
                TYPES.get(Paid.class), metadata, utf8("{\"account\":\"a\",\"sum\":1,\"eventId\":7}"));

        assertThat(read.event()).isEqualTo(new Paid("a", BigDecimal.ONE, "EUR"));
        assertThat(read.metadata().version()).isEqualTo("3.0");
        for (String bad : List.of(
                "", "null", "[]", "7", "{", "{}x", "{\"account\":{}}", "{\"a\":\"" + "x".repeat(1_000) + "\"}")) {
            assertThatThrownBy(() -> deserializer.readFields(TYPES.get(Paid.class), metadata, utf8(bad)))
                    .as(bad)
                    .isInstanceOf(MalformedEventException.class);
            assertThatThrownBy(() -> with().readFields(TYPES.get(Paid.class), metadata, utf8(bad)))
                    .as(bad)
                    .isInstanceOf(MalformedEventException.class);
        }
    }

    @Test
    void whatDoesNotLeadToTheClassesVersionStopsTheStart() {
        UnaryOperator<ObjectNode> same = fields -> fields;
        for (List<Upcaster> bad : List.<List<Upcaster>>of(
                List.of(TO_2),
                List.of(TO_2, TO_2, TO_3),
                List.of(new Step("unheard-of", "1.0", "2.0", same)),
                List.of(new Step("paid", "1.0", "2.0", same), new Step("paid", "2.0", "1.0", same)),
                List.of(new Step("paid", "1.0", "1.0", same)),
                List.of(TO_3, new Step("paid", "3.0", "2.0", same)))) {
            assertThatThrownBy(() -> Upcasters.of(TYPES, bad)).isInstanceOf(InvalidUpcasterException.class);
        }
        Starter.runner()
                .withBean(Upcaster.class, () -> new Step("unheard-of", "1.0", "2.0", same))
                .run(context -> {
                    assertThat(context).hasFailed();
                    assertThat(Starter.analysis(context.getStartupFailure()).getAction())
                            .contains("bookstore.events.type.packages");
                });
    }

    @Test
    void beansAreFound() {
        Starter.runner()
                .withBean(
                        Upcaster.class,
                        () -> new Step("userRegistered", "0.9", "1.0", fields -> fields.put("email", "upcast")))
                .run(context -> {
                    ReceivedEvent read = context.getBean(EventDeserializer.class)
                            .deserialize(
                                    "user-events",
                                    utf8(event("\"version\":\"0.9\",", "\"userId\":1")
                                            .replace("paid", "userRegistered")));
                    assertThat(((ReceivedEvent.Known) read).envelope().event().toString())
                            .contains("upcast");
                });
    }

    private static EventEnvelope<?> known(EventDeserializer deserializer, String json) {
        return ((ReceivedEvent.Known) deserializer.deserialize("payments", utf8(json))).envelope();
    }
}
