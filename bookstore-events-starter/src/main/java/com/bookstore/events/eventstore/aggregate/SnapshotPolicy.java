package com.bookstore.events.eventstore.aggregate;

/**
 * How snapshots of a state are kept. A snapshot is the state as JSON, read again by Jackson 3: each component of a record, each
 * field of a class. A state that would not come back equal to what it was gets no snapshot. Immutable.
 *
 * @param stateClass the class of the state
 * @param schemaVersion which form the state has; to be raised whenever the state means something else or follows from its
 *     events in another way, so that earlier snapshots are not used
 * @param every after how many events a new snapshot is taken; 0 for as many as
 *     {@code bookstore.events.event-store.snapshots.every} says
 * @param <S> the state
 */
public record SnapshotPolicy<S>(Class<S> stateClass, int schemaVersion, int every) {

    /**
     * Checks the numbers.
     *
     * @throws IllegalArgumentException if one of them is negative
     */
    public SnapshotPolicy {
        if (schemaVersion < 0 || every < 0) {
            throw new IllegalArgumentException(
                    "Schema version and number of events must not be negative, but are %d and %d"
                            .formatted(schemaVersion, every));
        }
    }

    /**
     * Takes snapshots as often as the property says.
     *
     * @param stateClass the class of the state
     * @param schemaVersion which form the state has, not negative
     * @param <S> the state
     * @return the policy
     */
    public static <S> SnapshotPolicy<S> of(Class<S> stateClass, int schemaVersion) {
        return new SnapshotPolicy<>(stateClass, schemaVersion, 0);
    }

    /**
     * The same, after another number of events.
     *
     * @param events after how many events a new snapshot is taken
     * @return another policy
     */
    public SnapshotPolicy<S> every(int events) {
        return new SnapshotPolicy<>(stateClass, schemaVersion, events);
    }
}
