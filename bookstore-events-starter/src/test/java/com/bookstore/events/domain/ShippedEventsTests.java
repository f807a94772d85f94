package com.bookstore.events.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.domain.OrderCreatedEvent.OrderItem;
import com.bookstore.events.domain.StockChangedEvent.ChangeType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ShippedEventsTests {

    static Stream<Arguments> keys() {
        return Stream.of(
                Arguments.of(new BookCreatedEvent(42L, "Dune", null, null, null, null, null), "42"),
                Arguments.of(new BookUpdatedEvent(42L, Map.of(), Map.of()), "42"),
                Arguments.of(new BookDeletedEvent(42L), "42"),
                Arguments.of(new StockChangedEvent(42L, null, 1, ChangeType.INCREASE, "4711"), "42"),
                Arguments.of(new OrderCreatedEvent(4711L, null, 5L, null, List.of()), "4711"),
                Arguments.of(new UserRegisteredEvent(5L, null, List.of()), "5"));
    }

    @ParameterizedTest
    @MethodSource("keys")
    void theKeyIsTheIdOfWhatTheEventIsAbout(DomainEvent event, String key) {
        assertThat(event.key()).isEqualTo(key);
    }

    @Test
    void requiredComponentsAreThere() {
        assertThatNullPointerException().isThrownBy(() -> new BookCreatedEvent(null, "", null, null, null, null, null));
        assertThatNullPointerException().isThrownBy(() -> new BookCreatedEvent(1L, null, null, null, null, null, null));
        assertThatNullPointerException().isThrownBy(() -> new BookUpdatedEvent(null, Map.of(), Map.of()));
        assertThatNullPointerException().isThrownBy(() -> new BookDeletedEvent(null));
        assertThatNullPointerException()
                .isThrownBy(() -> new StockChangedEvent(1L, 1, null, ChangeType.DECREASE, null));
        assertThatNullPointerException().isThrownBy(() -> new StockChangedEvent(1L, 1, 1, null, null));
        assertThatNullPointerException().isThrownBy(() -> new OrderCreatedEvent(1L, null, null, null, List.of()));
        assertThatNullPointerException().isThrownBy(() -> new OrderItem(1L, null, null));
        assertThatNullPointerException().isThrownBy(() -> new UserRegisteredEvent(null, null, List.of()));
    }

    @Test
    void missingCollectionsAreEmpty() {
        assertThat(new BookUpdatedEvent(1L, null, null).updatedFields()).isEmpty();
        assertThat(new BookUpdatedEvent(1L, null, null).previousValues()).isEmpty();
        assertThat(new OrderCreatedEvent(1L, null, 1L, null, null).items()).isEmpty();
        assertThat(new UserRegisteredEvent(1L, null, null).interests()).isEmpty();
    }

    @Test
    void anEventNeverChanges() {
        Map<String, @Nullable Object> fields = new HashMap<>();
        fields.put("title", null);
        List<OrderItem> items = new ArrayList<>(List.of(new OrderItem(1L, 1, null)));
        List<String> interests = new ArrayList<>(List.of("sf"));
        BookUpdatedEvent updated = new BookUpdatedEvent(1L, fields, fields);
        OrderCreatedEvent order = new OrderCreatedEvent(1L, null, 1L, null, items);
        UserRegisteredEvent user = new UserRegisteredEvent(1L, null, interests);

        fields.clear();
        items.clear();
        interests.clear();

        assertThat(updated.updatedFields()).containsOnlyKeys("title");
        assertThat(order.items()).hasSize(1);
        assertThat(user.interests()).containsExactly("sf");
        assertThatThrownBy(() -> updated.previousValues().clear()).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> order.items().clear()).isInstanceOf(UnsupportedOperationException.class);
    }
}
