package com.bookstore.events.eventstore.aggregate;

/**
 * An aggregate as it was loaded.
 *
 * @param state the state after its events
 * @param version the version of the last of them; 0 if there is none
 * @param <S> the state
 */
public record AggregateState<S>(S state, long version) {}
