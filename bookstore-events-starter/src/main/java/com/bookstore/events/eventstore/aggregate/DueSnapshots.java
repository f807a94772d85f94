package com.bookstore.events.eventstore.aggregate;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The snapshots that are due when the current transaction is committed: of each aggregate the last one. */
final class DueSnapshots implements TransactionSynchronization {

    private final Object owner;
    private final Map<SnapshotKey, Runnable> due = new LinkedHashMap<>();

    private DueSnapshots(Object owner) {
        this.owner = owner;
    }

    /** Does it at once without a transaction, and not at all after a rollback. */
    static void afterCommit(Object owner, SnapshotKey key, Runnable keeping) {
        if (TransactionSynchronizationManager.isActualTransactionActive()
                && TransactionSynchronizationManager.isSynchronizationActive()) {
            of(owner).due.put(key, keeping);
        } else {
            keeping.run();
        }
    }

    private static DueSnapshots of(Object owner) {
        for (TransactionSynchronization known : TransactionSynchronizationManager.getSynchronizations()) {
            if (known instanceof DueSnapshots snapshots && snapshots.owner == owner) {
                return snapshots;
            }
        }
        DueSnapshots snapshots = new DueSnapshots(owner);
        TransactionSynchronizationManager.registerSynchronization(snapshots);
        return snapshots;
    }

    /** They may be of events that are gone. */
    @Override
    public void savepointRollback(Object savepoint) {
        due.clear();
    }

    @Override
    public void afterCompletion(int status) {
        if (status == STATUS_COMMITTED) {
            due.values().forEach(Runnable::run);
        }
    }
}
