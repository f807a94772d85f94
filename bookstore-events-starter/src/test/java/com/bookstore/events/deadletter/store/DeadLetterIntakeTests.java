package com.bookstore.events.deadletter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bookstore.events.jdbc.JdbcDatabase;
import com.bookstore.events.type.EventTypeRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;
import org.springframework.kafka.listener.BatchListenerFailedException;

class DeadLetterIntakeTests {

    private final EmbeddedDatabase database = new EmbeddedDatabaseBuilder()
            .setType(EmbeddedDatabaseType.H2)
            .generateUniqueName(true)
            .addScript("com/bookstore/events/deadletter/schema-h2.sql")
            .build();
    private final DeadLetterTables tables = DeadLetterTables.of(JdbcDatabase.of(database), null, "dead_letter");
    private final JdbcTemplate jdbc = new JdbcTemplate(database);
    private final List<DeadLetter> told = new ArrayList<>();

    @AfterEach
    void close() {
        database.shutdown();
    }

    @Test
    void whileTheDatabaseFailsAllComesAgainFromTheFirst() {
        DeadLetterIntake intake = intake(told::add);
        jdbc.execute("ALTER TABLE dead_letter RENAME TO gone");

        assertThatThrownBy(() -> intake.onMessage(List.of(letter(5, "{}"), letter(6, "{}"))))
                .isInstanceOfSatisfying(BatchListenerFailedException.class, failure -> assertThat(failure.getRecord())
                        .extracting(ConsumerRecord::offset)
                        .isEqualTo(5L));
        assertThat(told).isEmpty();
        assertThat(intake.trouble())
                .satisfies(trouble -> assertThat(trouble.cause()).isEqualTo(BadSqlGrammarException.class.getName()));

        jdbc.execute("ALTER TABLE gone RENAME TO dead_letter");
        intake.onMessage(List.of(letter(5, "{}"), letter(6, "{}")));
        assertThat(told).hasSize(2);
        assertThat(intake.trouble()).isNull();
    }

    @Test
    void aListenerThatFailsKeepsNothingFromBeingStored() {
        DeadLetterIntake intake = intake(
                letter -> {
                    throw new IllegalStateException("no mail server");
                },
                told::add);

        intake.onMessage(List.of(letter(1, "{}")));

        assertThat(told).hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                "{\"type\":\"a\",\"eventId\":\"1\"}|a|1",
                "{\"x\":{\"type\":\"no\",\"eventId\":\"no\"},\"eventId\":7,\"type\":\"late\"}|late|7",
                "{\"type\":\"cut\",\"eventId\":\"2\"|cut|2",
                "{\"type\":[1],\"eventId\":{}}|-|-",
                "[{\"type\":\"a\"}]|-|-",
                "nothing|-|-",
                "{\"type\":null,\"eventId\":null}|-|-"
            })
    void takesTypeAndIdFromWhateverCanBeRead(String value, String type, String eventId) {
        intake(told::add).onMessage(List.of(letter(1, value)));

        assertThat(told).singleElement().satisfies(letter -> {
            assertThat(letter.type()).isEqualTo(type);
            assertThat(letter.eventId()).isEqualTo(eventId);
        });
    }

    @Test
    void textsAreWhatEveryDatabaseTakes() {
        assertThat(StoredText.of("a\0b\uD800c\uD83D\uDE00", 100)).isEqualTo("a\uFFFDb\uFFFDc\uD83D\uDE00");
        assertThat(StoredText.of("ab\uD83D\uDE00", 3)).isEqualTo("ab\uFFFD");
        assertThat(StoredText.of(null, 3)).isEmpty();
    }

    private DeadLetterIntake intake(DeadLetterListener... listeners) {
        return new DeadLetterIntake(
                new DeadLetterReader(EventTypeRegistry.of()),
                new JdbcIntake(tables, Clock.systemUTC()),
                List.of(listeners),
                Clock.systemUTC());
    }

    private static ConsumerRecord<byte[], byte[]> letter(long offset, String value) {
        return new ConsumerRecord<>("dead", 0, offset, null, value.getBytes(StandardCharsets.UTF_8));
    }
}
