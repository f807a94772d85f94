package com.bookstore.events.eventstore.aggregate;

/**
 * Whose snapshot it is.
 *
 * @param streamType the type of the aggregate's stream
 * @param streamId the id of the stream
 */
record SnapshotKey(String streamType, String streamId) {}
