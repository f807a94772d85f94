package com.bookstore.events.eventstore.aggregate;

import org.jspecify.annotations.Nullable;

/**
 * A state, and what it follows from.
 *
 * @param state the state
 * @param version the version of the last event; 0 if there is none
 * @param eventId the id of this event, by which it is known again; {@code null} if there is none
 * @param snapshot the snapshot that is there, if there is one
 * @param fits whether the state began with this snapshot; otherwise it cannot be used and is to be replaced
 * @param <S> the state
 */
record FoldedState<S>(
        S state, long version, @Nullable String eventId, @Nullable StoredSnapshot snapshot, boolean fits) {

    static <S> FoldedState<S> initial(S state, @Nullable StoredSnapshot misfit) {
        return new FoldedState<>(state, 0, null, misfit, false);
    }

    static <S> FoldedState<S> of(S state, StoredSnapshot snapshot) {
        return new FoldedState<>(state, snapshot.version(), snapshot.eventId(), snapshot, true);
    }

    FoldedState<S> at(S newState, long newVersion, String newEventId) {
        return new FoldedState<>(newState, newVersion, newEventId, snapshot, fits);
    }

    /** The version of the snapshot it began with; 0 if there is none. */
    long snapshotVersion() {
        return snapshot != null && fits ? snapshot.version() : 0;
    }

    /** The snapshot that is to be replaced, whatever its version. */
    @Nullable
    StoredSnapshot misfit() {
        return fits ? null : snapshot;
    }
}
