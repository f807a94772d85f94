package com.bookstore.events.deadletter.store;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Looks at stored dead letters, and closes those that need no replay. Thread-safe. All methods throw Spring's
 * {@code DataAccessException} when the database does not answer.
 */
public interface DeadLetters {

    /** How many dead letters one page has at most. */
    int MOST_LISTED = 1_000;

    /** How many dead letters one call closes at most. */
    int MOST_CLOSED = 10_000;

    /**
     * Lists dead letters, newest first.
     *
     * @param filter which
     * @param before only those with a smaller number: that of the last one of the page before; {@code null} for the first page
     * @param limit how many, 1 to {@value #MOST_LISTED}
     * @return at most so many
     * @throws IllegalArgumentException if the limit is out of its range
     */
    List<DeadLetter> list(DeadLetterFilter filter, @Nullable Long before, int limit);

    /**
     * Counts dead letters by what became of them.
     *
     * @param filter which
     * @return a number for each status, 0 included
     */
    Map<DeadLetterStatus, Long> statuses(DeadLetterFilter filter);

    /**
     * Counts dead letters by the class of their cause.
     *
     * @param filter which
     * @return the largest groups first, at most 100
     */
    List<Group> causes(DeadLetterFilter filter);

    /**
     * Counts dead letters by the topic they came from.
     *
     * @param filter which
     * @return the largest groups first, at most 100
     */
    List<Group> topics(DeadLetterFilter filter);

    /**
     * Reads a dead letter with what it carries.
     *
     * @param id its number
     * @return the dead letter, if there is one
     */
    Optional<DeadLetterDetails> find(long id);

    /**
     * Says of dead letters that they are not needed. Those that are resolved or discarded already stay as they are.
     *
     * @param filter which
     * @param limit at most so many, the oldest, 1 to {@value #MOST_CLOSED}
     * @param reason why, 1 to 500 characters
     * @param by who says so
     * @return the numbers of those that are discarded now
     * @throws IllegalArgumentException if the limit or the reason is out of its range
     */
    List<Long> discard(DeadLetterFilter filter, int limit, String reason, String by);

    /**
     * Says of dead letters that they are dealt with. Those that are resolved or discarded already stay as they are.
     *
     * @param filter which
     * @param limit at most so many, the oldest, 1 to {@value #MOST_CLOSED}
     * @param reason how, 1 to 500 characters
     * @param by who says so
     * @return the numbers of those that are resolved now
     * @throws IllegalArgumentException if the limit or the reason is out of its range
     */
    List<Long> resolve(DeadLetterFilter filter, int limit, String reason, String by);

    /**
     * How many dead letters have something in common.
     *
     * @param name the cause or the topic
     * @param count how many
     */
    record Group(String name, long count) {}
}
