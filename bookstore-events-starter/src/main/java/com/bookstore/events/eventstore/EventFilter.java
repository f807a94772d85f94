package com.bookstore.events.eventstore;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events of the whole store are wanted: those that fulfil all that is set. Immutable.
 *
 * @param types the names of event types; empty for all
 * @param streamTypes the types of streams; empty for all
 * @param since the earliest timestamp, or {@code null}
 * @param until the timestamp that all are before, or {@code null}
 */
public record EventFilter(
        Set<String> types, Set<String> streamTypes, @Nullable Instant since, @Nullable Instant until) {

    private static final int MOST_NAMES = 200;

    /**
     * Copies the sets.
     *
     * @throws IllegalArgumentException if one of the sets has more than 200 elements
     */
    public EventFilter {
        types = Set.copyOf(types);
        streamTypes = Set.copyOf(streamTypes);
        if (types.size() > MOST_NAMES || streamTypes.size() > MOST_NAMES) {
            throw new IllegalArgumentException("A filter names at most %d types".formatted(MOST_NAMES));
        }
    }

    /**
     * All events.
     *
     * @return the filter
     */
    public static EventFilter all() {
        return new EventFilter(Set.of(), Set.of(), null, null);
    }

    /**
     * The same, for some types of events only. A registered type is found under all of its names.
     *
     * @param names the types' names
     * @return a new filter
     */
    public EventFilter types(String... names) {
        return new EventFilter(Set.of(names), streamTypes, since, until);
    }

    /**
     * The same, for some types of streams only.
     *
     * @param names the streams' types
     * @return a new filter
     */
    public EventFilter streamTypes(String... names) {
        return new EventFilter(types, Set.of(names), since, until);
    }

    /**
     * The same, for events of some time only, by their own timestamps.
     *
     * @param from the earliest timestamp, or {@code null} for no bound
     * @param to the timestamp that all are before, or {@code null} for no bound
     * @return a new filter
     */
    public EventFilter between(@Nullable Instant from, @Nullable Instant to) {
        return new EventFilter(types, streamTypes, from, to);
    }
}
