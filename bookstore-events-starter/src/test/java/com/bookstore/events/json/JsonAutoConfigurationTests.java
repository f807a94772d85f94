package com.bookstore.events.json;

import static com.bookstore.events.json.EventJson.document;
import static com.bookstore.events.json.EventJson.utf8;
import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.type.EventTypeRegistry;
import com.bookstore.events.type.InvalidEventTypeException;
import com.bookstore.events.type.TypeAutoConfiguration;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.databind.PropertyNamingStrategies;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.module.SimpleModule;
import tools.jackson.databind.ser.std.ToStringSerializer;

class JsonAutoConfigurationTests {

    private static final byte[] LOCAL_TIME =
            utf8("{\"type\":\"bookDeleted\",\"eventId\":\"e-1\",\"timestamp\":[2026,11,23,10,15],\"bookId\":42}");

    private final ApplicationContextRunner runner = new ApplicationContextRunner()
            .withConfiguration(AutoConfigurations.of(TypeAutoConfiguration.class, JsonAutoConfiguration.class));

    @Test
    void writesAndReadsShippedEvents() {
        runner.run(context -> {
            EventDeserializer deserializer = context.getBean(EventDeserializer.class);
            byte[] value = context.getBean(EventSerializer.class).write(bookCreated());

            assertThat(EventJson.envelope(deserializer.deserialize("topic", value)))
                    .isEqualTo(bookCreated());
            assertThat(timestamp(deserializer)).isEqualTo("2026-11-23T10:15:00Z");
        });
    }

    @Test
    void theLocalZoneIsAProperty() {
        runner.withPropertyValues("bookstore.events.json.local-zone=Europe/Berlin")
                .run(context -> assertThat(timestamp(context.getBean(EventDeserializer.class)))
                        .isEqualTo("2026-11-23T09:15:00Z"));
    }

    @Test
    void theSizeLimitIsAProperty() {
        byte[] value = utf8(document("bookDeleted", "\"bookId\":42,\"padding\":\"" + "x".repeat(2000) + "\""));

        runner.run(context -> assertThat(read(context.getBean(EventDeserializer.class), value))
                .isInstanceOf(ReceivedEvent.Known.class));
        runner.withPropertyValues("bookstore.events.json.max-event-size=2KB")
                .run(context -> assertThat(read(context.getBean(EventDeserializer.class), value))
                        .isInstanceOf(ReceivedEvent.Malformed.class));
    }

    @ParameterizedTest
    @CsvSource({"local-zone, Europe/Atlantis", "max-event-size, 0", "max-event-size, -1KB", "max-event-size, large"})
    void aPropertyThatMakesNoSenseStopsTheStart(String property, String value) {
        runner.withPropertyValues("bookstore.events.json." + property + "=" + value)
                .run(context ->
                        assertThat(context).getFailure().rootCause().message().isNotBlank());
    }

    @Test
    void backsOffForTheApplicationsOwn() {
        runner.withUserConfiguration(OwnJson.class).run(context -> {
            assertThat(context.getBean(EventSerializer.class)).isSameAs(context.getBean("ownSerializer"));
            assertThat(context.getBean(EventDeserializer.class)).isSameAs(context.getBean("ownDeserializer"));
        });
    }

    @Test
    void customizersAreAppliedInTheirOrderToWritingAndReading() {
        runner.withUserConfiguration(Customized.class).run(context -> {
            byte[] value = context.getBean(EventSerializer.class).write(bookCreated());

            assertThat(new String(value, StandardCharsets.UTF_8)).contains("\"PRICE\":\"29.90\"", "\"BOOKID\":42");
            assertThat(EventJson.envelope(read(context.getBean(EventDeserializer.class), value)))
                    .isEqualTo(bookCreated());
        });
    }

    @Test
    void aCustomizerMayAllowDuplicatesAndLosesNoCause() {
        byte[] value = utf8(document("bookDeleted", "\"bookId\":1,\"bookId\":42,\"causationId\":\"e-0\""));

        runner.withBean(
                        EventJsonCustomizer.class,
                        () -> builder -> builder.disable(StreamReadFeature.STRICT_DUPLICATE_DETECTION))
                .run(context -> {
                    EventEnvelope<?> read = EventJson.envelope(read(context.getBean(EventDeserializer.class), value));
                    assertThat(read.event()).isEqualTo(new BookDeletedEvent(42L));
                    assertThat(read.metadata().causationId()).isEqualTo("e-0");
                });
    }

    @Test
    void aCustomizerThatLetsNamesCollideStopsTheStart() {
        runner.withBean(
                        EventJsonCustomizer.class,
                        () -> builder -> builder.propertyNamingStrategy(new PropertyNamingStrategies.NamingBase() {
                            @Override
                            public String translate(String name) {
                                return name.equals("bookId") ? "eventId" : name;
                            }
                        }))
                .run(context ->
                        assertThat(context).getFailure().rootCause().isInstanceOf(InvalidEventTypeException.class));
    }

    @Test
    void theApplicationsOwnJsonSettingsHaveNoEffect() {
        runner.withPropertyValues(
                        "spring.jackson.property-naming-strategy=SNAKE_CASE",
                        "spring.jackson.default-property-inclusion=non_null",
                        "spring.jackson.serialization.indent-output=true")
                .withBean(JsonMapper.class, () -> JsonMapper.builder()
                        .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
                        .enable(SerializationFeature.INDENT_OUTPUT)
                        .build())
                .run(context -> assertThat(
                                context.getBean(EventSerializer.class).write(bookCreated()))
                        .isEqualTo(EventJson.serializer(EventJson.SHIPPED).write(bookCreated())));
    }

    private static EventEnvelope<BookCreatedEvent> bookCreated() {
        return new EventEnvelope<>(
                new EventMetadata("e-1", Instant.parse("2026-11-23T10:15:30Z"), "s", "1.0", "c-1", null),
                new BookCreatedEvent(42L, "Dune", null, null, new BigDecimal("29.90"), null, 7));
    }

    private static ReceivedEvent read(EventDeserializer deserializer, byte[] value) {
        return deserializer.deserialize("topic", value);
    }

    private static String timestamp(EventDeserializer deserializer) {
        return EventJson.envelope(read(deserializer, LOCAL_TIME))
                .metadata()
                .timestamp()
                .toString();
    }

    @Configuration(proxyBeanMethods = false)
    static class OwnJson {

        @Bean
        EventSerializer ownSerializer(EventTypeRegistry types) {
            return EventJson.serializer(types);
        }

        @Bean
        EventDeserializer ownDeserializer(EventTypeRegistry types) {
            return EventJson.deserializer(types);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Customized {

        @Bean
        @Order(2)
        EventJsonCustomizer upperCase() {
            return builder -> builder.propertyNamingStrategy(new PropertyNamingStrategies.NamingBase() {
                @Override
                public String translate(String name) {
                    return name.toUpperCase(java.util.Locale.ROOT);
                }
            });
        }

        @Bean
        @Order(1)
        EventJsonCustomizer overruled() {
            return builder -> builder.propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
        }

        @Bean
        EventJsonCustomizer decimalsAsTexts() {
            return builder -> builder.addModule(
                    new SimpleModule("test").addSerializer(BigDecimal.class, ToStringSerializer.instance));
        }
    }
}
