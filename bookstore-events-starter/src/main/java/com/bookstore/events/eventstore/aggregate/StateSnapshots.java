package com.bookstore.events.eventstore.aggregate;

import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.observability.EventRecorder.SnapshotOutcome;
import com.bookstore.events.observability.LogText;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import tools.jackson.core.JacksonException;

/**
 * Keeps the states of aggregates that have a policy. A snapshot is due as soon as so many events as the policy says are behind
 * the one that a load began with; whatever is wrong with that one, it is replaced then.
 */
final class StateSnapshots implements AggregateSnapshots {

    private static final Logger log = LoggerFactory.getLogger(StateSnapshots.class);

    private final SnapshotStore store;
    private final SnapshotWriter writer;
    private final int defaultEvery;
    private final EventRecorder recorder;
    private final SnapshotJson json = new SnapshotJson();
    private final Set<String> warned = ConcurrentHashMap.newKeySet();

    StateSnapshots(SnapshotStore store, SnapshotWriter writer, int defaultEvery, EventRecorder recorder) {
        this.store = store;
        this.writer = writer;
        this.defaultEvery = defaultEvery;
        this.recorder = recorder;
    }

    @Override
    public <S> FoldedState<S> find(Aggregate<S, ?> aggregate, String id) {
        SnapshotPolicy<S> policy = aggregate.snapshots();
        if (policy == null) {
            return FoldedState.initial(aggregate.initialState(), null);
        }
        StoredSnapshot stored = stored(aggregate.streamType(), id, policy.schemaVersion());
        if (stored != null) {
            try {
                return FoldedState.of(json.read(policy.stateClass(), stored.state()), stored);
            } catch (RuntimeException unreadable) {
                ignore(
                        aggregate.streamType(),
                        id,
                        "is no " + policy.stateClass().getName(),
                        unreadable);
            }
        }
        return FoldedState.initial(aggregate.initialState(), stored);
    }

    private @Nullable StoredSnapshot stored(String type, String id, int schemaVersion) {
        List<StoredSnapshot> all;
        try {
            all = store.find(new SnapshotKey(type, id));
        } catch (DataAccessException failure) {
            if (TransactionSynchronizationManager.isActualTransactionActive()) {
                throw failure; // the transaction may be lost with it
            }
            ignore(type, id, "cannot be looked for", failure);
            return null;
        }
        for (StoredSnapshot snapshot : all) {
            if (snapshot.schemaVersion() == schemaVersion) {
                return snapshot;
            }
        }
        if (all.isEmpty()) {
            recorder.snapshot(type, SnapshotOutcome.MISSING);
        } else {
            ignore(type, id, "has another schema version than " + schemaVersion, null);
        }
        return null;
    }

    private void ignore(String type, String id, String reason, @Nullable Exception failure) {
        recorder.snapshot(type, SnapshotOutcome.IGNORED);
        if (warned.add(type + ' ' + reason)) {
            log.warn(
                    "The snapshot of aggregate '{}' of type '{}' {}; it is ignored, and replaced when the next one is due{}."
                            + " There is no further warning of this for the type",
                    LogText.of(id),
                    type,
                    reason,
                    failure == null ? "" : " (" + failure.getClass().getSimpleName() + ")");
            log.debug("Why the snapshot is ignored", failure);
        }
    }

    @Override
    public <S> FoldedState<S> refuse(Aggregate<S, ?> aggregate, String id, FoldedState<S> found) {
        ignore(aggregate.streamType(), id, "is of events that are not in its stream", null);
        return FoldedState.initial(aggregate.initialState(), found.snapshot());
    }

    @Override
    public <S> void offer(Aggregate<S, ?> aggregate, String id, FoldedState<S> state) {
        SnapshotPolicy<S> policy = aggregate.snapshots();
        if (policy == null) {
            return;
        }
        int every = policy.every() > 0 ? policy.every() : defaultEvery;
        String eventId = state.eventId();
        if (eventId != null && state.version() - state.snapshotVersion() >= every) {
            SnapshotKey key = new SnapshotKey(aggregate.streamType(), id);
            DueSnapshots.afterCommit(this, key, () -> keep(key, policy, every, state, eventId));
        }
    }

    private <S> void keep(SnapshotKey key, SnapshotPolicy<S> policy, int every, FoldedState<S> state, String eventId) {
        if (!writer.takes(key)) {
            return;
        }
        try {
            byte[] bytes = json.write(policy.stateClass(), state.state());
            StoredSnapshot snapshot = new StoredSnapshot(policy.schemaVersion(), state.version(), eventId, bytes);
            writer.write(key, snapshot, state.misfit(), state.version() - 2L * every);
        } catch (RuntimeException unwritable) {
            recorder.snapshot(key.streamType(), SnapshotOutcome.FAILED);
            if (warned.add(key.streamType() + " unwritable")) {
                // what Jackson says may quote the state
                log.warn(
                        "States of aggregate '{}' cannot be kept as snapshots: {}",
                        key.streamType(),
                        unwritable instanceof JacksonException
                                ? unwritable.getClass().getSimpleName()
                                : unwritable.getMessage());
                log.debug("Why the state cannot be kept", unwritable);
            }
        }
    }
}
