package com.bookstore.events.eventstore.projection;

import com.bookstore.events.eventstore.EventFilter;
import com.bookstore.events.eventstore.EventStore;
import com.bookstore.events.lease.JdbcNamedLeases;
import com.bookstore.events.observability.EventRecorder;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * What all projections of an application share.
 *
 * @param store the events
 * @param table how far projections have come
 * @param leases whose they are
 * @param transactions in which they write
 * @param recorder is told what they do
 * @param settings how they run
 */
record ProjectionParts(
        EventStore store,
        JdbcProjectionTable table,
        JdbcNamedLeases leases,
        TransactionTemplate transactions,
        EventRecorder recorder,
        ProjectionProperties settings) {

    ProjectionSource source(EventFilter filter) {
        return (after, count) -> store.readAll(after, filter, count);
    }
}
