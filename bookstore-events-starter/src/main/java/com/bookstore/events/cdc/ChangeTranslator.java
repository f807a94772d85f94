package com.bookstore.events.cdc;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.cdc.change.RowChange;
import java.util.List;

/**
 * Says what changes of a table's rows mean. Each bean of this type has its table's topic consumed: the name of the table
 * behind {@code bookstore.events.cdc.topic-prefix}.
 *
 * <p>Changes of one row come one after the other, in the order in which they were made; changes of different rows on
 * several threads, if {@code bookstore.events.cdc.concurrency} says so. A change can come again, with the same
 * {@link RowChange#id()}: its events then have the same ids as before, provided it is translated as before.
 *
 * @param <R> the row type, a record whose components stand for columns; see {@link com.bookstore.events.cdc.change.Column}
 */
public interface ChangeTranslator<R> {

    /**
     * Returns the table's name.
     *
     * @return the name, always the same
     */
    String table();

    /**
     * Returns the row type.
     *
     * @return a record's class; no component of it is primitive
     */
    Class<R> rowType();

    /**
     * Says what a change means.
     *
     * @param change the change
     * @return the events to publish, in this order; possibly none
     * @throws UntranslatableChangeException if it means nothing that events can tell: it becomes a dead letter at once
     * @throws RuntimeException if it fails for another reason: it is tried again, as {@code bookstore.events.cdc.retry}
     *     says, before it becomes a dead letter; changes behind it wait
     */
    List<? extends DomainEvent> translate(RowChange<R> change);

    /**
     * Is told of a change once all its events are acknowledged, or stored in the outbox; also of one that has none. The
     * place to throw cached rows away. It can be told again of a change that comes again. What it throws is logged, and
     * changes nothing.
     *
     * @param change the change
     */
    default void published(RowChange<R> change) {}
}
