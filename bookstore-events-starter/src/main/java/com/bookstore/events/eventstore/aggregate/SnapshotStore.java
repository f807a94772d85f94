package com.bookstore.events.eventstore.aggregate;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where snapshots are. Methods throw what the database does. Thread-safe. */
interface SnapshotStore {

    /** The snapshots of an aggregate as the current transaction sees them, at most one for each schema version. */
    List<StoredSnapshot> find(SnapshotKey key);

    /**
     * Keeps a snapshot, unless there is one of a later version already.
     *
     * @param misfit a snapshot that cannot be used, whatever its version; deleted if it is still there
     * @param outdated those of other schema versions are deleted if their versions are below this one
     */
    void keep(SnapshotKey key, StoredSnapshot snapshot, @Nullable StoredSnapshot misfit, long outdated);
}
