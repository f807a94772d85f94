package com.bookstore.events.type;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** What stops the start, and what is then said. */
class EventTypeRulesTests {

    private static final String LONG_NAME =
            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx";

    @EventType(name = "e", topic = "t")
    record WithType(String key, String type) implements DomainEvent {}

    @EventType(name = "e", topic = "t")
    record WithEventId(String key, String eventId) implements DomainEvent {}

    @EventType(name = "e", topic = "t")
    record WithTimestamp(String key, String timestamp) implements DomainEvent {}

    @EventType(name = "e", topic = "t")
    record WithSource(String key, String source) implements DomainEvent {}

    @EventType(name = "e", topic = "t")
    record WithVersion(String key, int version) implements DomainEvent {}

    @EventType(name = "e", topic = "t")
    record WithCorrelationId(String key, String correlationId) implements DomainEvent {}

    @EventType(name = "e", topic = "t")
    record WithCausationId(String key, String causationId) implements DomainEvent {}

    @EventType(name = "e", topic = "")
    record WithoutTopic(String key) implements DomainEvent {}

    @EventType(name = " ", topic = "t")
    record WithoutName(String key) implements DomainEvent {}

    @EventType(name = LONG_NAME, topic = "t")
    record WithLongName(String key) implements DomainEvent {}

    @EventType(name = "e", topic = "t")
    abstract static class AbstractClass implements DomainEvent {}

    @EventType(name = "e", topic = "t")
    interface Interface extends DomainEvent {}

    @EventType(name = "e", topic = "t")
    record Similar(String key, String Type, String eventid, String id, String sources) implements DomainEvent {}

    record Bare(String key) implements DomainEvent {}

    static Stream<Arguments> broken() {
        return Stream.of(
                Arguments.of(WithType.class, "'type'", "Rename it. Reserved: type, eventId, timestamp"),
                Arguments.of(WithEventId.class, "'eventId'", "Rename it."),
                Arguments.of(WithTimestamp.class, "'timestamp'", "Rename it."),
                Arguments.of(WithSource.class, "'source'", "Rename it."),
                Arguments.of(WithVersion.class, "'version'", "Rename it."),
                Arguments.of(WithCorrelationId.class, "'correlationId'", "Rename it."),
                Arguments.of(WithCausationId.class, "'causationId'", "Rename it."),
                Arguments.of(WithoutTopic.class, "has no topic", "topic = \"book-events\""),
                Arguments.of(WithoutName.class, "blank or longer than 100 characters", "@EventType(name = "),
                Arguments.of(WithLongName.class, "blank or longer than 100 characters", "@EventType(name = "),
                Arguments.of(AbstractClass.class, "is abstract", "Annotate the concrete records instead."),
                Arguments.of(Interface.class, "is abstract", "Annotate the concrete records instead."),
                Arguments.of(
                        Bare.class, "is not annotated with @EventType", "@EventType(name = \"...\", topic = \"...\")"));
    }

    @ParameterizedTest
    @MethodSource("broken")
    void aClassThatBreaksARuleIsNamedTogetherWithTheWayOut(
            Class<? extends DomainEvent> eventClass, String problem, String action) {
        InvalidEventTypeException failure =
                catchThrowableOfType(InvalidEventTypeException.class, () -> EventTypeRegistry.of(eventClass));

        FailureAnalysis analysis =
                new InvalidEventTypeFailureAnalyzer().analyze(new IllegalStateException("context", failure));

        assertThat(analysis.getDescription()).contains(eventClass.getName()).contains(problem);
        assertThat(analysis.getAction()).contains(action);
        assertThat(analysis.getCause()).isSameAs(failure);
    }

    @Test
    void namesThatAreOnlySimilarAreFree() {
        assertThatCode(() -> EventTypeRegistry.of(Similar.class)).doesNotThrowAnyException();
    }

    @Test
    void theAnalyzerIsRegistered() {
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
                        .load(
                                FailureAnalyzer.class,
                                SpringFactoriesLoader.FailureHandler.handleMessage((message, failure) -> {})))
                .hasAtLeastOneElementOfType(InvalidEventTypeFailureAnalyzer.class);
    }
}
