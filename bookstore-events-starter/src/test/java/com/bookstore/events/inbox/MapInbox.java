package com.bookstore.events.inbox;

import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.dao.PessimisticLockingFailureException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;

/** An inbox in memory and the transactions it takes part in, one at a time. */
final class MapInbox extends AbstractPlatformTransactionManager implements Inbox {

    private static final long serialVersionUID = 1L;

    private final transient Deque<RuntimeException> failures = new ArrayDeque<>();
    private transient Set<String> committed = new TreeSet<>();
    private transient Set<String> current = new TreeSet<>();
    boolean open;
    boolean takesPart = true;

    Set<String> committed() {
        return committed;
    }

    /** The next time something is added, the database chooses this transaction as a deadlock's victim. */
    void deadlock() {
        failures.add(new PessimisticLockingFailureException("deadlock", new SQLException("deadlock", "40P01")));
    }

    @Override
    public Set<String> add(String consumer, Collection<String> eventIds) {
        if (!failures.isEmpty()) {
            throw failures.remove();
        }
        Set<String> added = new HashSet<>();
        for (String id : eventIds) {
            if (current.add(consumer + ":" + id)) {
                added.add(id);
            }
        }
        return added;
    }

    @Override
    public void remove(String consumer, Collection<String> eventIds) {
        eventIds.forEach(id -> current.remove(consumer + ":" + id));
    }

    @Override
    public boolean takesPartInTheTransaction() {
        return takesPart;
    }

    @Override
    protected Object doGetTransaction() {
        return new Object();
    }

    @Override
    protected void doBegin(Object transaction, TransactionDefinition definition) {
        open = true;
        current = new TreeSet<>(committed);
    }

    @Override
    protected void doCommit(DefaultTransactionStatus status) {
        open = false;
        committed = current;
    }

    @Override
    protected void doRollback(DefaultTransactionStatus status) {
        open = false;
    }
}
