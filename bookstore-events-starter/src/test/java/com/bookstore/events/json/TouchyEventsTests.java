package com.bookstore.events.json;

import static com.bookstore.events.json.EventJson.document;
import static com.bookstore.events.json.EventJson.utf8;
import static com.bookstore.events.json.Verdict.KNOWN;
import static com.bookstore.events.json.Verdict.MALFORMED;
import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;
import com.bookstore.events.type.EventTypeRegistry;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Event classes that a value can hurt: they throw, or hold what explodes later. */
class TouchyEventsTests {

    private final EventDeserializer deserializer =
            EventJson.deserializer(EventTypeRegistry.of(Measured.class, Touchy.class));

    @EventType(name = "measured", topic = "t")
    record Measured(
            Integer whole,
            Long large,
            BigDecimal decimal,
            Number number,
            Object any,
            Double real,
            Instant at,
            Duration took,
            List<BigDecimal> decimals,
            Optional<BigDecimal> maybe)
            implements DomainEvent {
        @Override
        public String key() {
            return "k";
        }
    }

    @EventType(name = "touchy", topic = "t")
    record Touchy(String mood) implements DomainEvent {
        Touchy {
            switch (mood) {
                case "argument" -> throw new IllegalArgumentException(Verdict.SECRET);
                case "state" -> throw new IllegalStateException(Verdict.SECRET);
                case "arithmetic" -> throw new ArithmeticException(Verdict.SECRET);
                case "own" -> throw new OwnException();
                case "checked" -> sneak(new IOException(Verdict.SECRET));
                case "assertion" -> throw new AssertionError(Verdict.SECRET);
                case "linkage" -> throw new NoClassDefFoundError(Verdict.SECRET);
                case "error" -> throw new Error(Verdict.SECRET);
                case "recursion" -> new Touchy(mood);
                default -> {
                    // content
                }
            }
        }

        @Override
        public String key() {
            throw new IllegalStateException("a key is asked for when an event is published, not when it is read");
        }

        @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
        private static <T extends Throwable> void sneak(Throwable checked) throws T {
            throw (T) checked;
        }
    }

    static final class OwnException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        OwnException() {
            super(Verdict.SECRET);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "whole | MALFORMED",
                "large | MALFORMED",
                "decimal | MALFORMED",
                "number | MALFORMED",
                "any | MALFORMED",
                "maybe | MALFORMED",
                "real | KNOWN",
                "at | KNOWN",
                "took | KNOWN",
                "unknown | KNOWN"
            })
    void explosiveNumbersDoNotExplodeInAnyComponent(String component, Verdict verdict) {
        for (String number : List.of("1e999999999", "-1e1000000000", "1e-1000000000")) {
            String field = "\"" + component + "\":" + number;

            verdict.isGivenBy(deserializer, utf8(document("measured", field)));
            verdict.isGivenBy(
                    deserializer,
                    utf8("{" + field + "," + document("measured", "").substring(1)));
        }
    }

    @Test
    void explosiveNumbersDoNotExplodeInsideListsAndObjects() {
        for (String field :
                List.of("\"decimals\":[1e1000000000]", "\"any\":{\"a\":[1e1000000000]}", "\"any\":[1e999999999]")) {
            MALFORMED.isGivenBy(deserializer, utf8(document("measured", field)));
        }
        assertThat(((Measured) EventJson.event(
                                KNOWN.isGivenBy(deserializer, utf8(document("measured", "\"real\":1e999999999")))))
                        .real())
                .isInfinite();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"argument", "state", "arithmetic", "own", "checked", "assertion", "linkage", "error", "recursion"
            })
    void whateverAnEventThrowsMakesItMalformed(String mood) {
        MALFORMED.isGivenBy(deserializer, utf8(document("touchy", "\"mood\":\"" + mood + "\"")));
        MALFORMED.isGivenBy(
                deserializer,
                utf8("{\"mood\":\"" + mood + "\"," + document("touchy", "").substring(1)));
    }

    @Test
    void aMissingRequiredComponentMakesItMalformed() {
        MALFORMED.isGivenBy(deserializer, utf8(document("touchy", "")));
        MALFORMED.isGivenBy(deserializer, utf8(document("touchy", "\"mood\":null")));
        KNOWN.isGivenBy(deserializer, utf8(document("touchy", "\"mood\":\"happy\"")));
    }
}
