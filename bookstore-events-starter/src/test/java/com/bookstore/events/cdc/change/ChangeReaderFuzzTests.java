package com.bookstore.events.cdc.change;

import static com.bookstore.events.cdc.change.DebeziumRecords.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.bookstore.events.cdc.change.ChangeReader.Settings;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whatever the bytes, they are read or malformed: nothing else is thrown, and nothing takes its time. */
class ChangeReaderFuzzTests {

    private static final int MUTATIONS = 10_000;
    private static final long SEED = 20_231_114;

    private static final String[] TOKENS = {
        "null",
        "true",
        "-1",
        "1e999999999",
        "9223372036854775808",
        "\"\"",
        "{}",
        "[]",
        "[[[[",
        "{\"a\":",
        "\"\\ud800\"",
        "NaN",
        "\"__debezium_unavailable_value\"",
        "\"2020-01-01T00:00:00Z\"",
        "\"AAAA\"",
        ",",
        ":",
        "}",
        "\u0000",
        "\"op\""
    };

    record Everything(
            Long id,
            String title,
            BigDecimal price,
            Integer stock,
            LocalDateTime op,
            Instant tsMs,
            Map<String, Object> source,
            List<Object> list) {}

    /** As documented, and as written of real databases. */
    private final List<byte[]> corpus = Stream.concat(
                    DebeziumRecords.corpus().stream(),
                    RecordedChange.BOOKS.stream()
                            .flatMap(file -> RecordedChange.of(file).stream())
                            .map(RecordedChange::value)
                            .filter(Objects::nonNull))
            .map(DebeziumRecords::bytes)
            .toList();

    @Test
    @Timeout(60)
    void tenThousandMutationsAreReadOrMalformed() {
        Random random = new Random(SEED);
        int[] outcomes = new int[2];
        List<ChangeReader<?>> readers =
                List.of(reader(Book.class, false), reader(Everything.class, false), reader(Book.class, true));
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] value = mutated(random);
            byte[] key = random.nextInt(10) == 0 ? mutated(random) : bytes("{\"id\":42}");
            for (ChangeReader<?> reader : readers) {
                outcomes[isMalformed(reader, key, value, i) ? 1 : 0]++;
            }
        }

        assertThat(outcomes[0]).as("read").isGreaterThan(MUTATIONS / 20);
        assertThat(outcomes[1]).as("malformed").isGreaterThan(MUTATIONS / 20);
    }

    @Test
    void everyBeginningIsMalformed() {
        ChangeReader<Book> reader = reader(Book.class, false);
        for (byte[] whole : corpus.subList(0, 24)) {
            for (int length = 0; length < whole.length; length++) {
                byte[] part = Arrays.copyOf(whole, length);
                assertThatExceptionOfType(MalformedChangeException.class)
                        .isThrownBy(() -> reader.read(bytes("{\"id\":42}"), part));
            }
        }
    }

    private static <R> ChangeReader<R> reader(Class<R> type, boolean flattened) {
        return ChangeReader.of(type, new Settings(flattened, ZoneOffset.UTC, 1024 * 1024, "title"));
    }

    private static boolean isMalformed(ChangeReader<?> reader, byte[] key, byte[] value, int number) {
        try {
            reader.read(key, value);
            return false;
        } catch (MalformedChangeException malformed) {
            return true;
        } catch (Throwable other) {
            throw new AssertionError("Mutation " + number + " of seed " + SEED, other);
        }
    }

    private byte[] mutated(Random random) {
        byte[] value = corpus.get(random.nextInt(corpus.size())).clone();
        int times = 1 + random.nextInt(4);
        for (int i = 0; i < times && value.length > 1; i++) {
            value = mutation(random, value);
        }
        return value;
    }

    private byte[] mutation(Random random, byte[] value) {
        int at = random.nextInt(value.length);
        switch (random.nextInt(6)) {
            case 0 -> value[at] ^= (byte) (1 << random.nextInt(8));
            case 1 -> {
                return Arrays.copyOf(value, at);
            }
            case 2 -> {
                return spliced(value, at, bytes(TOKENS[random.nextInt(TOKENS.length)]), at);
            }
            case 3 -> {
                return spliced(value, at, new byte[0], Math.min(value.length, at + 1 + random.nextInt(30)));
            }
            case 4 -> {
                byte[] other = corpus.get(random.nextInt(corpus.size()));
                int from = random.nextInt(other.length);
                return spliced(value, at, Arrays.copyOfRange(other, from, Math.min(other.length, from + 60)), at);
            }
            default -> {
                return replacedValue(random, value);
            }
        }
        return value;
    }

    /** Another value behind some colon, which leaves the JSON whole more often than not. */
    private static byte[] replacedValue(Random random, byte[] value) {
        int colon = random.nextInt(value.length);
        while (colon < value.length && value[colon] != ':') {
            colon++;
        }
        int end = colon;
        while (end < value.length && value[end] != ',' && value[end] != '}') {
            end++;
        }
        return colon >= value.length
                ? value
                : spliced(value, colon + 1, bytes(TOKENS[random.nextInt(TOKENS.length)]), end);
    }

    private static byte[] spliced(byte[] value, int at, byte[] inserted, int resume) {
        byte[] result = new byte[at + inserted.length + Math.max(0, value.length - resume)];
        System.arraycopy(value, 0, result, 0, at);
        System.arraycopy(inserted, 0, result, at, inserted.length);
        System.arraycopy(value, resume, result, at + inserted.length, value.length - resume);
        return result;
    }
}
