package com.bookstore.events.deadletter.store;

import com.bookstore.events.jdbc.JdbcDialect;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A filter as the condition of a statement; everything that is not a number is a parameter. Used by one thread. */
public final class DeadLetterCondition {

    private final List<String> terms = new ArrayList<>(List.of("1 = 1"));
    private final List<Object> parameters = new ArrayList<>();

    /**
     * Turns a filter into a condition.
     *
     * @param filter which dead letters
     * @param dialect the database
     */
    public DeadLetterCondition(DeadLetterFilter filter, JdbcDialect dialect) {
        if (!filter.ids().isEmpty()) {
            terms.add("id IN (%s)"
                    .formatted(
                            filter.ids().stream().map(id -> Long.toString(id)).collect(Collectors.joining(","))));
        }
        equal("status", filter.status() == null ? null : filter.status().name());
        equal("topic", filter.topic());
        equal("consumer_group", filter.consumerGroup());
        equal("type", filter.type());
        equal("cause_class", filter.cause());
        equal("record_key", filter.key() == null ? null : StoredText.of(filter.key(), IncomingDeadLetter.LONGEST_KEY));
        if (filter.from() != null) {
            and("stored_at >= ?", time(filter.from(), dialect));
        }
        if (filter.until() != null) {
            and("stored_at < ?", time(filter.until(), dialect));
        }
    }

    private void equal(String column, @Nullable String value) {
        if (value != null) {
            and(column + " = ?", StoredText.of(value, IncomingDeadLetter.LONGEST_MESSAGE));
        }
    }

    private static Object time(Instant time, JdbcDialect dialect) {
        return switch (dialect) {
            case MYSQL, MARIADB -> LocalDateTime.ofInstant(time, ZoneOffset.UTC);
            case POSTGRESQL, H2 -> time.atOffset(ZoneOffset.UTC);
        };
    }

    /**
     * Adds a condition.
     *
     * @param term SQL with its parameters as question marks
     * @param values the parameters
     * @return this
     */
    public DeadLetterCondition and(String term, Object... values) {
        terms.add(term);
        parameters.addAll(Arrays.asList(values));
        return this;
    }

    /**
     * Returns the condition.
     *
     * @return SQL that goes behind {@code WHERE}
     */
    public String sql() {
        return String.join(" AND ", terms);
    }

    /**
     * Returns the condition's parameters.
     *
     * @return as many as it has question marks
     */
    public Object[] parameters() {
        return parameters.toArray();
    }
}
