package com.bookstore.events.eventstore.aggregate;

import com.bookstore.events.DomainEvent;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/** An aggregate made of functions. */
record FunctionalAggregate<S, C>(
        String streamType,
        S initialState,
        BiFunction<S, DomainEvent, S> applying,
        BiFunction<S, C, List<? extends DomainEvent>> deciding,
        UnknownEvents unknownEvents,
        @Nullable SnapshotPolicy<S> snapshots)
        implements Aggregate<S, C> {

    @Override
    public S apply(S state, DomainEvent event) {
        return applying.apply(state, event);
    }

    @Override
    public List<? extends DomainEvent> decide(S state, C command) {
        return deciding.apply(state, command);
    }
}
