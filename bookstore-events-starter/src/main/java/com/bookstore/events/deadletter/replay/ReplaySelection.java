package com.bookstore.events.deadletter.replay;

import com.bookstore.events.deadletter.store.DeadLetterCondition;
import com.bookstore.events.deadletter.store.DeadLetterFilter;
import com.bookstore.events.deadletter.store.DeadLetterStatus;
import com.bookstore.events.jdbc.JdbcDialect;

/**
 * Which dead letters a replay is about: new ones, and replayed ones only if that is forced and asked for.
 *
 * @param filter what was asked for
 * @param maxReplays how often one may have been replayed already
 * @param force whether that does not matter
 */
record ReplaySelection(DeadLetterFilter filter, int maxReplays, boolean force) {

    /** All of them. */
    DeadLetterCondition matching(JdbcDialect dialect) {
        boolean named =
                filter.status() == DeadLetterStatus.REPLAYED || !filter.ids().isEmpty();
        return new DeadLetterCondition(filter, dialect)
                .and(force && named ? "status IN ('NEW', 'REPLAYED')" : "status = 'NEW'");
    }

    /** Those that can be sent, as far as their rows tell. */
    DeadLetterCondition sendable(JdbcDialect dialect) {
        DeadLetterCondition condition = matching(dialect).and("(payload IS NOT NULL OR value_size < 0)");
        return force ? condition : condition.and("replays < " + maxReplays);
    }
}
