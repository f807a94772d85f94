package com.bookstore.events.eventstore.aggregate;

/** The snapshots of aggregates. None of them is ever needed: what goes wrong with them is told, not thrown. Thread-safe. */
interface AggregateSnapshots {

    /** The state that the fold begins with: that of a snapshot, or the initial one. */
    <S> FoldedState<S> find(Aggregate<S, ?> aggregate, String id);

    /** What was found is not of this stream, as it is now: the state to begin with instead. */
    <S> FoldedState<S> refuse(Aggregate<S, ?> aggregate, String id, FoldedState<S> found);

    /** Keeps the state, if it is time for that, once the current transaction is committed. */
    <S> void offer(Aggregate<S, ?> aggregate, String id, FoldedState<S> state);
}
