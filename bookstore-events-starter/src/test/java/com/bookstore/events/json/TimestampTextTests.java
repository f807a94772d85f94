package com.bookstore.events.json;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The short way from an instant, against the JDK's. */
class TimestampTextTests {

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private final TimestampText timestamps = new TimestampText();
    private final Random random = new Random(20261124);

    @Test
    void writesEveryMillisecondOfASecondAsTheJdkDoes() {
        Instant second = Instant.parse("2026-11-24T06:35:03Z");

        for (int i = -1; i <= 1_000; i++) {
            assertWritten(second.plusMillis(i));
        }
    }

    @Test
    void writesAnyInstantOfTheRangeAsTheJdkDoes() {
        for (int i = 0; i < 50_000; i++) {
            long second = random.nextLong(EARLIEST.getEpochSecond(), LATEST.getEpochSecond() + 1);

            assertWritten(Instant.ofEpochSecond(second, random.nextInt(1_000) * 1_000_000L));
            assertWritten(Instant.ofEpochSecond(second, random.nextInt(1_000_000) * 1_000L));
            assertWritten(Instant.ofEpochSecond(second, random.nextInt(1_000_000_000)));
        }
    }

    @Test
    void writesTheEndsOfTheRangeAsTheJdkDoes() {
        assertWritten(EARLIEST);
        assertWritten(EARLIEST.plusMillis(1));
        assertWritten(Instant.EPOCH);
        assertWritten(Instant.EPOCH.minusMillis(1));
        assertWritten(LATEST);
        assertWritten(Instant.parse("9999-12-31T23:59:59.999Z"));
    }

    private void assertWritten(Instant instant) {
        assertThat(timestamps.of(instant)).isEqualTo(instant.toString());
    }
}
