package com.bookstore.events.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.domain.UserRegisteredEvent;
import com.bookstore.events.integration.Starter;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class CanonicalJsonTests {

    private static EventSerializer serializer;

    @BeforeAll
    static void find() {
        AtomicReference<EventSerializer> found = new AtomicReference<>();
        Starter.runner().run(context -> found.set(context.getBean(EventSerializer.class)));
        serializer = found.get();
    }

    @Test
    void equalDataIsWrittenAsEqualBytesInWhateverOrderMapsAndSetsAre() {
        List<String> names = List.of("a", "b", "c", "d");
        List<String> turned = new ArrayList<>(names);
        Collections.reverse(turned);

        assertThat(bytes(changes(names))).isEqualTo(bytes(changes(turned)));
    }

    @Test
    void otherDataIsWrittenAsOtherBytes() {
        assertThat(bytes(changes(List.of("a", "b"))))
                .isNotEqualTo(bytes(changes(List.of("a", "c"))))
                .isNotEqualTo(bytes(changes(List.of("a"))));
        assertThat(bytes(user("ada@example.org"))).isNotEqualTo(bytes(user("eve@example.org")));
    }

    @Test
    void theOrderOfAListCounts() {
        assertThat(bytes(new Listed(List.of("a", "b")))).isNotEqualTo(bytes(new Listed(List.of("b", "a"))));
    }

    @Test
    void nothingButTheBusinessDataIsWritten() {
        assertThat(new String(bytes(new Listed(List.of("a"))), java.nio.charset.StandardCharsets.UTF_8))
                .isEqualTo("{\"names\":[\"a\"]}");
    }

    private static byte[] bytes(DomainEvent event) {
        return serializer.writeCanonical(event);
    }

    private static DomainEvent user(String email) {
        return new UserRegisteredEvent(1L, email, List.of());
    }

    private static Changes changes(List<String> names) {
        Map<String, Object> inner = new LinkedHashMap<>();
        Map<String, Object> outer = new LinkedHashMap<>();
        Set<Position> positions = new LinkedHashSet<>();
        names.forEach(name -> {
            inner.put(name, new BigDecimal("1.10"));
            outer.put(name, List.of(inner));
            positions.add(new Position(name, Map.of(name, 1)));
        });
        return new Changes(outer, new LinkedHashSet<>(names), positions);
    }

    record Changes(Map<String, Object> fields, Set<String> names, Set<Position> positions) implements DomainEvent {
        @Override
        public String key() {
            return "k";
        }
    }

    record Position(String name, Map<String, Integer> counts) {}

    record Listed(List<String> names) implements DomainEvent {
        @Override
        public String key() {
            return "k";
        }
    }
}
