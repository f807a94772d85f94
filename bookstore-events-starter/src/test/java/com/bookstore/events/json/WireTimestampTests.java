package com.bookstore.events.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import tools.jackson.core.JsonParser;
import tools.jackson.databind.json.JsonMapper;

/** The short way to an instant, against the JDK's. */
class WireTimestampTests {

    private static final String DIGITS = "0123456789";
    private static final String MUTATIONS = DIGITS + "TZ:-+., \u0660\uFF11/;tz";

    private final JsonMapper mapper = JsonMapper.shared();
    private final WireTimestamp timestamps = new WireTimestamp(ZoneOffset.UTC);
    private final Random random = new Random(20261123);

    @Test
    void readsWhatInstantsAreWrittenAs() {
        for (int i = 0; i < 50_000; i++) {
            Instant instant = randomInstant();
            assertRead(instant.toString(), instant);
        }
    }

    @Test
    void readsAnyNumberOfFractionDigitsAsTheJdkDoes() {
        for (int i = 0; i < 50_000; i++) {
            String text = randomInstant().toString().substring(0, 19) + "." + randomDigits(1 + random.nextInt(9)) + "Z";
            assertRead(text, Instant.parse(text));
        }
    }

    @Test
    void readsEveryFieldValueAsTheJdkDoes() {
        for (int i = 0; i < 50_000; i++) {
            String text = "%s-%s-%sT%s:%s:%sZ"
                    .formatted(
                            randomDigits(4),
                            randomDigits(2),
                            randomDigits(2),
                            randomDigits(2),
                            randomDigits(2),
                            randomDigits(2));
            assertReadAsTheJdkDoes(text);
        }
    }

    @Test
    void readsMutilatedTextsAsTheJdkDoes() {
        for (int i = 0; i < 50_000; i++) {
            StringBuilder text = new StringBuilder(randomInstant().toString());
            for (int changes = 1 + random.nextInt(2); changes > 0; changes--) {
                mutate(text);
            }
            assertReadAsTheJdkDoes(text.toString());
        }
    }

    private void mutate(StringBuilder text) {
        int position = random.nextInt(text.length());
        char character = MUTATIONS.charAt(random.nextInt(MUTATIONS.length()));
        switch (random.nextInt(3)) {
            case 0 -> text.setCharAt(position, character);
            case 1 -> text.insert(position, character);
            default -> text.deleteCharAt(position);
        }
    }

    /** Texts that end with Z: others may be local times, which the JDK's instant does not read. */
    private void assertReadAsTheJdkDoes(String text) {
        if (text.endsWith("Z")) {
            assertRead(text, parse(text));
        }
    }

    private void assertRead(String text, @Nullable Instant expected) {
        Instant instant = read(text);
        if (!Objects.equals(instant, expected)) { // an assertion costs more than a hundred readings
            assertThat(instant).describedAs(text).isEqualTo(expected);
        }
    }

    private static @Nullable Instant parse(String text) {
        try {
            return OffsetDateTime.parse(text).toInstant();
        } catch (DateTimeException none) {
            return null;
        }
    }

    private @Nullable Instant read(String text) {
        try (JsonParser parser = mapper.createParser(mapper.writeValueAsString(text))) {
            parser.nextToken();
            return timestamps.read(parser);
        } catch (MalformedEventException none) {
            return null;
        }
    }

    private Instant randomInstant() {
        long second = random.nextLong(
                Instant.parse("0001-01-01T00:00:00Z").getEpochSecond(),
                Instant.parse("9999-12-31T23:59:59Z").getEpochSecond() + 1);
        int nano =
                switch (random.nextInt(4)) {
                    case 0 -> 0;
                    case 1 -> random.nextInt(1_000) * 1_000_000;
                    case 2 -> random.nextInt(1_000_000) * 1_000;
                    default -> random.nextInt(1_000_000_000);
                };
        return Instant.ofEpochSecond(second, nano);
    }

    private String randomDigits(int count) {
        StringBuilder digits = new StringBuilder();
        for (int i = 0; i < count; i++) {
            digits.append(DIGITS.charAt(random.nextInt(10)));
        }
        return digits.toString();
    }
}
