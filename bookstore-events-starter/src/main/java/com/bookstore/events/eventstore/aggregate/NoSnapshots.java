package com.bookstore.events.eventstore.aggregate;

import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Keeps no snapshots, and says so where an aggregate wants some. */
final class NoSnapshots implements AggregateSnapshots {

    private static final Logger log = LoggerFactory.getLogger(NoSnapshots.class);

    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    @Override
    public <S> FoldedState<S> find(Aggregate<S, ?> aggregate, String id) {
        if (aggregate.snapshots() != null && warned.add(aggregate.streamType())) {
            log.warn(
                    "Aggregate '{}' has a policy for snapshots, but none are kept; set {}.enabled=true",
                    aggregate.streamType(),
                    SnapshotProperties.PREFIX);
        }
        return FoldedState.initial(aggregate.initialState(), null);
    }

    @Override
    public <S> FoldedState<S> refuse(Aggregate<S, ?> aggregate, String id, FoldedState<S> found) {
        return FoldedState.initial(aggregate.initialState(), null);
    }

    @Override
    public <S> void offer(Aggregate<S, ?> aggregate, String id, FoldedState<S> state) {}
}
