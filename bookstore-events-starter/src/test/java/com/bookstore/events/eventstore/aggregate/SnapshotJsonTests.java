package com.bookstore.events.eventstore.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.JacksonException;

class SnapshotJsonTests {

    private final SnapshotJson json = new SnapshotJson();

    @Test
    void keepsWhatARecordConsistsOfOnly() {
        Shelf shelf = new Shelf(
                Map.of(7L, new BigDecimal("29.90")),
                List.of("a"),
                Instant.parse("2026-11-23T10:15:30.123456789Z"),
                Optional.empty(),
                3);

        byte[] written = json.write(Shelf.class, shelf);

        assertThat(json.read(Shelf.class, written)).isEqualTo(shelf);
        assertThat(new String(written, StandardCharsets.UTF_8)).doesNotContain("empty", "label");
    }

    @Test
    void keepsWhichOfAFamilyItIs() {
        byte[] written = json.write(Order.class, new Sent("x"));

        assertThat(json.read(Order.class, written)).isEqualTo(new Sent("x"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"number\":1}",
                "{\"number\":1,\"name\":\"a\",\"more\":2}",
                "{\"number\":null,\"name\":\"a\"}",
                "{\"number\":1,\"name\":\"a\"} {}",
                "null",
                "[]",
                "{\"number\":1,",
                ""
            })
    void readsNothingElse(String other) {
        assertThat(json.read(Plain.class, "{\"number\":1,\"name\":\"a\"}".getBytes(StandardCharsets.UTF_8)))
                .isEqualTo(new Plain(1, "a"));

        assertThatThrownBy(() -> json.read(Plain.class, other.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOfAny(JacksonException.class, IllegalArgumentException.class);
    }

    @Test
    void doesNotWriteWhatWouldComeBackAsSomethingElse() {
        assertThatThrownBy(() -> json.write(Anything.class, new Anything(5L)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("not equal to what is read of its JSON");
        assertThatThrownBy(() -> json.write(Unequal.class, new Unequal())).isInstanceOf(IllegalArgumentException.class);
    }

    record Shelf(Map<Long, BigDecimal> prices, List<String> titles, Instant since, Optional<String> note, int count) {

        boolean isEmpty() {
            return count == 0;
        }

        String getLabel() {
            return "shelf";
        }
    }

    record Plain(int number, String name) {}

    record Anything(Object value) {}

    static final class Unequal {
        int value = 1;
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME)
    sealed interface Order permits Open, Sent {}

    record Open() implements Order {}

    record Sent(String to) implements Order {}
}
