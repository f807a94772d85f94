package com.bookstore.events.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;
import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.domain.OrderCreatedEvent;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EventTypeRegistryTests {

    @EventType(
            name = "own",
            topic = "own-events",
            version = "3",
            wireType = "OWN",
            aliases = {"old", "older"})
    record Own(String key) implements DomainEvent {}

    @EventType(name = "orderCreated", topic = "own-order-events", version = "2.0", aliases = "orderPlaced")
    record OwnOrder(String key) implements DomainEvent {}

    @EventType(name = "orderCreated", topic = "t", wireType = "OwnOrder")
    record OwnOrderWithWireType(String key) implements DomainEvent {}

    @EventType(name = "old", topic = "t")
    record NamedLikeAnAlias(String key) implements DomainEvent {}

    @EventType(name = "x", topic = "t", wireType = "OWN")
    record WrittenLikeAnother(String key) implements DomainEvent {}

    @EventType(name = "y", topic = "t", aliases = "own")
    record AliasedLikeAnother(String key) implements DomainEvent {}

    record NotAnnotated(String key) implements DomainEvent {}

    @Test
    void aTypeIsFoundByEachOfItsNames() {
        EventTypeRegistry types = EventTypeRegistry.of(Own.class, BookDeletedEvent.class);

        RegisteredEventType own = types.get(Own.class);

        assertThat(own.topic()).isEqualTo("own-events");
        assertThat(own.version()).isEqualTo("3");
        assertThat(own.wireType()).isEqualTo("OWN");
        assertThat(List.of("own", "OWN", "old", "older"))
                .allSatisfy(name -> assertThat(types.find(name)).isSameAs(own));
        assertThat(types.find("bookDeleted")).isSameAs(types.get(BookDeletedEvent.class));
        assertThat(types.types()).hasSize(2);
    }

    @Test
    void namesAreOpaqueAndExact() {
        EventTypeRegistry types = EventTypeRegistry.of(Own.class);

        assertThat(List.of("", "Own", "own ", Own.class.getName(), "java.lang.String"))
                .allSatisfy(name -> assertThat(types.find(name)).isNull());
    }

    @Test
    void aClassThatIsNotRegisteredIsRefused() {
        assertThatThrownBy(() -> EventTypeRegistry.of(Own.class).get(OwnOrder.class))
                .isInstanceOfSatisfying(UnknownEventTypeException.class, refused -> assertThat(refused.eventClass())
                        .isEqualTo(OwnOrder.class))
                .hasMessageContaining("bookstore.events.type.packages");
        assertThatThrownBy(() -> EventTypeRegistry.of(NotAnnotated.class))
                .isInstanceOf(InvalidEventTypeException.class)
                .hasMessage(NotAnnotated.class.getName() + " is not annotated with @EventType");
    }

    @Test
    void theCollectionOfTypesCannotBeChanged() {
        assertThatThrownBy(() -> EventTypeRegistry.of(Own.class).types().clear())
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void aShippedClassMayBeFoundTwice() {
        assertThatThrownBy(() -> EventTypeRegistry.of(Own.class, Own.class))
                .isInstanceOf(InvalidEventTypeException.class);
        assertThat(EventTypeRegistry.of(List.of(), List.of(Own.class, Own.class), Map.of())
                        .types())
                .hasSize(1);
    }

    @Test
    void noNameOfAnApplicationsClassIsUsedByAnother() {
        assertThatThrownBy(() -> EventTypeRegistry.of(OwnOrder.class, OwnOrderWithWireType.class))
                .isInstanceOf(InvalidEventTypeException.class)
                .hasMessage("The event name 'orderCreated' is used by %s and by %s"
                        .formatted(OwnOrder.class.getName(), OwnOrderWithWireType.class.getName()));
        assertThat(List.of(NamedLikeAnAlias.class, WrittenLikeAnother.class, AliasedLikeAnother.class))
                .allSatisfy(other -> assertThatThrownBy(() -> EventTypeRegistry.of(Own.class, other))
                        .isInstanceOf(InvalidEventTypeException.class)
                        .hasMessageContaining(Own.class.getName())
                        .hasMessageContaining(other.getName()));
    }

    @Test
    void anApplicationsClassTakesThePlaceOfAShippedOneUnderAllItsNames() {
        EventTypeRegistry types = EventTypeRegistry.of(
                List.of(OwnOrder.class), List.of(OrderCreatedEvent.class, BookCreatedEvent.class), Map.of());

        RegisteredEventType own = types.get(OwnOrder.class);

        assertThat(List.of("orderCreated", "OrderCreatedEvent", "com.bookstore.event.OrderCreatedEvent", "orderPlaced"))
                .allSatisfy(name -> assertThat(types.find(name)).isSameAs(own));
        assertThat(own.topic()).isEqualTo("own-order-events");
        assertThat(own.version()).isEqualTo("2.0");
        assertThat(types.types()).hasSize(2);
        assertThatThrownBy(() -> types.get(OrderCreatedEvent.class)).isInstanceOf(UnknownEventTypeException.class);
    }

    @Test
    void anApplicationsClassIsWrittenAsServicesInTheFieldReadItUnlessItSaysOtherwise() {
        assertThat(wireTypeInPlaceOfTheShippedOrder(OwnOrder.class)).isEqualTo("OrderCreatedEvent");
        assertThat(wireTypeInPlaceOfTheShippedOrder(OwnOrderWithWireType.class)).isEqualTo("OwnOrder");
    }

    private static String wireTypeInPlaceOfTheShippedOrder(Class<? extends DomainEvent> own) {
        EventTypeRegistry types = EventTypeRegistry.of(List.of(own), List.of(OrderCreatedEvent.class), Map.of());
        assertThat(types.find("OrderCreatedEvent")).isSameAs(types.get(own));
        return types.get(own).wireType();
    }

    @Test
    void furtherAliasesStandForAnyNameOfAType() {
        EventTypeRegistry types = EventTypeRegistry.of(
                List.of(Own.class),
                List.of(BookDeletedEvent.class),
                Map.of("com.old.BookRemoved", "bookDeleted", "com.old.Own", "OWN", "own", "own"));

        assertThat(types.find("com.old.BookRemoved")).isSameAs(types.get(BookDeletedEvent.class));
        assertThat(types.find("com.old.Own")).isSameAs(types.get(Own.class));
    }

    @Test
    void anAliasOfNothingAndAnAliasThatIsTakenAreRefused() {
        assertThatThrownBy(() -> EventTypeRegistry.of(List.of(Own.class), List.of(), Map.of("a", "nothing")))
                .isInstanceOf(InvalidEventTypeException.class)
                .hasMessage("The alias 'a' stands for the event 'nothing', which is not registered");
        assertThatThrownBy(() -> EventTypeRegistry.of(
                        List.of(Own.class), List.of(BookDeletedEvent.class), Map.of("old", "bookDeleted")))
                .isInstanceOf(InvalidEventTypeException.class)
                .hasMessageContaining("'old'");
    }
}
