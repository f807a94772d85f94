package com.bookstore.events.deadletter.store;

import com.bookstore.events.deadletter.store.DeadLetterDetails.Action;
import com.bookstore.events.deadletter.store.IncomingDeadLetter.Place;
import com.bookstore.events.deadletter.store.IncomingDeadLetter.Replay;
import com.bookstore.events.jdbc.JdbcDialect;
import com.bookstore.events.jdbc.JdbcRetry;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.RowMapper;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Adds dead letters to the table, each once, however often it is delivered. Thread-safe.
 *
 * <ol>
 *   <li>One that says that it is a replay of a row, and is the same record of the same consumer group, sets that row back to
 *       {@code NEW}, once for each replay. Headers can be forged: whatever does not fit is stored for itself.
 *   <li>Of the others, those whose row is there already are left out.
 *   <li>The rest is inserted. If another instance was faster, all begins anew.
 * </ol>
 */
final class JdbcIntake {

    private static final int MOST_ROWS = 500;
    private static final Set<String> THERE_ALREADY = Set.of("23505", "23000");

    private static final String NAMES =
            """
            fingerprint, consumer_group, topic, partition_no, offset_no, record_timestamp, dlt_topic, dlt_partition,\
             dlt_offset, record_key, key_bytes, type, event_id, payload, value_size, headers, death_headers, cause_class,\
             cause_message, cause_trace, stored_at""";

    private static final int PARAMETERS = 20;

    private final JdbcTemplate jdbc;
    private final TransactionTemplate transactions;
    private final JdbcDialect dialect;
    private final DeadLetterTables tables;
    private final Clock clock;
    private final String insert;

    JdbcIntake(DeadLetterTables tables, Clock clock) {
        this.jdbc = new JdbcTemplate(tables.database().dataSource());
        this.transactions = tables.database().transactions("bookstore-events-dead-letters");
        this.dialect = tables.database().dialect();
        this.tables = tables;
        this.clock = clock;
        this.insert = "INSERT INTO %s (%s) VALUES (%s, %s)"
                .formatted(
                        tables.letters(),
                        NAMES,
                        String.join(", ", Collections.nCopies(PARAMETERS, "?")),
                        dialect.now());
    }

    /**
     * Stores dead letters in one transaction.
     *
     * @param history the line with which the history of new ones begins, or nothing
     */
    Outcome store(List<IncomingDeadLetter> letters, String history) {
        return JdbcRetry.on(THERE_ALREADY, Duration.ofMillis(10))
                .<Outcome, RuntimeException>run(() -> Objects.requireNonNull(transactions.execute(status -> {
                    List<String> diedAgain = new ArrayList<>();
                    Map<String, IncomingDeadLetter> others = new LinkedHashMap<>();
                    for (IncomingDeadLetter letter : letters) {
                        Replay replay = letter.replay();
                        Death death = replay == null ? Death.OF_ITS_OWN : death(letter, replay);
                        if (death == Death.OF_A_REPLAY) {
                            diedAgain.add(Objects.requireNonNull(replay).fingerprint());
                        } else if (death == Death.OF_ITS_OWN) {
                            others.putIfAbsent(letter.fingerprint(), letter);
                        }
                    }
                    others.keySet().removeAll(found("fingerprint", others.keySet(), (row, number) -> row.getString(1)));
                    insert(others, history);
                    return new Outcome(rows(others.keySet()), rows(diedAgain));
                })));
    }

    private Death death(IncomingDeadLetter letter, Replay replay) {
        Optional<Long> id = sameRecord(letter, replay.fingerprint());
        if (id.isEmpty()) {
            return Death.OF_ITS_OWN;
        }
        List<Death> deaths = jdbc.query(
                "SELECT replays, died_replay FROM %s WHERE letter_id = ? FOR UPDATE".formatted(tables.states()),
                (row, number) -> replay.number() > row.getInt(1) + 1
                        ? Death.OF_ITS_OWN
                        : replay.number() <= row.getInt(2) ? Death.KNOWN : Death.OF_A_REPLAY,
                id.get());
        if (deaths.contains(Death.OF_A_REPLAY)) {
            setBack(id.get(), letter, replay.number());
        }
        return deaths.isEmpty() ? Death.OF_ITS_OWN : deaths.get(0);
    }

    private Optional<Long> sameRecord(IncomingDeadLetter letter, String fingerprint) {
        return jdbc
                .query(
                        "SELECT id, consumer_group, key_bytes, payload FROM %s WHERE fingerprint = ?"
                                .formatted(tables.letters()),
                        (row, number) -> row.getString(2).equals(letter.source().group())
                                        && Arrays.equals(row.getBytes(3), letter.keyBytes())
                                        && Arrays.equals(row.getBytes(4), letter.value())
                                ? Optional.of(row.getLong(1))
                                : Optional.<Long>empty(),
                        fingerprint)
                .stream()
                .flatMap(Optional::stream)
                .findFirst();
    }

    private void setBack(long id, IncomingDeadLetter letter, int replay) {
        Action death = new Action(
                clock.instant(),
                "DIED_AGAIN",
                Action.ITSELF,
                "replay " + replay + ": " + letter.cause().type());
        jdbc.update(
                """
                UPDATE %s SET status = 'NEW', changed_at = %s, attempts = attempts + 1, died_replay = ?,
                  replays = CASE WHEN replays < ? THEN ? ELSE replays END, history = CONCAT(history, ?)
                WHERE letter_id = ?"""
                        .formatted(tables.states(), dialect.now()),
                replay,
                replay,
                replay,
                death.line(),
                id);
        updateCause(id, letter);
    }

    private void updateCause(long id, IncomingDeadLetter letter) {
        Place position = letter.position();
        jdbc.update(
                """
                UPDATE %s SET dlt_topic = ?, dlt_partition = ?, dlt_offset = ?, cause_class = ?, cause_message = ?,
                  cause_trace = ? WHERE id = ?"""
                        .formatted(tables.letters()),
                position.topic(),
                position.partition(),
                position.offset(),
                letter.cause().type(),
                letter.cause().message(),
                letter.cause().trace(),
                id);
    }

    private void insert(Map<String, IncomingDeadLetter> letters, String history) {
        if (!letters.isEmpty()) {
            jdbc.batchUpdate(insert, letters.values(), MOST_ROWS, JdbcIntake::set);
            String states = "INSERT INTO %s (letter_id, status, attempts, replays, died_replay, changed_at, history)"
                            .formatted(tables.states())
                    + " SELECT id, 'NEW', 1, 0, 0, %s, CONCAT('', ?) FROM %s WHERE "
                            .formatted(dialect.now(), tables.letters());
            for (List<String> some : chunks(letters.keySet())) {
                jdbc.update(states + dialect.isOneOf("fingerprint", some.size()), statement -> {
                    statement.setString(1, history);
                    dialect.bindAll(statement, 2, some);
                });
            }
        }
    }

    private static void set(PreparedStatement statement, IncomingDeadLetter letter) throws SQLException {
        statement.setString(1, letter.fingerprint());
        statement.setString(2, letter.source().group());
        statement.setString(3, letter.source().topic());
        statement.setInt(4, letter.source().partition());
        statement.setLong(5, letter.source().offset());
        statement.setLong(6, letter.source().timestamp());
        statement.setString(7, letter.position().topic());
        statement.setInt(8, letter.position().partition());
        statement.setLong(9, letter.position().offset());
        statement.setString(10, letter.key());
        statement.setBytes(11, letter.keyBytes());
        statement.setString(12, letter.names().type());
        statement.setString(13, letter.names().eventId());
        statement.setBytes(14, letter.value());
        statement.setInt(15, letter.valueSize());
        statement.setBytes(16, letter.headers());
        statement.setBytes(17, letter.deathHeaders());
        statement.setString(18, letter.cause().type());
        statement.setString(19, letter.cause().message());
        statement.setString(20, letter.cause().trace());
    }

    private List<DeadLetter> rows(Collection<String> fingerprints) {
        return found(JdbcDeadLetters.Row.NAMES, fingerprints, new JdbcDeadLetters.Row(dialect));
    }

    private <T> List<T> found(String columns, Collection<String> fingerprints, RowMapper<T> mapper) {
        List<T> found = new ArrayList<>();
        for (List<String> some : chunks(fingerprints)) {
            found.addAll(jdbc.query(
                    "SELECT %s FROM %s WHERE %s ORDER BY id"
                            .formatted(columns, tables.joined(), dialect.isOneOf("fingerprint", some.size())),
                    statement -> dialect.bindAll(statement, 1, some),
                    mapper));
        }
        return found;
    }

    private static List<List<String>> chunks(Collection<String> fingerprints) {
        List<String> all = new ArrayList<>(fingerprints);
        List<List<String>> chunks = new ArrayList<>();
        for (int from = 0; from < all.size(); from += MOST_ROWS) {
            chunks.add(all.subList(from, Math.min(all.size(), from + MOST_ROWS)));
        }
        return chunks;
    }

    /**
     * What came of it.
     *
     * @param added dead letters that were not there
     * @param diedAgain dead letters that died again
     */
    record Outcome(List<DeadLetter> added, List<DeadLetter> diedAgain) {}

    private enum Death {
        OF_ITS_OWN,
        OF_A_REPLAY,
        KNOWN
    }
}
