package com.bookstore.events.eventstore.aggregate;

/**
 * A snapshot as it is stored.
 *
 * @param schemaVersion which form the state has
 * @param version the version of the last event the state follows from
 * @param eventId the id of this event: an event of another id at this version means that the snapshot is of another past
 * @param state the state as JSON
 */
@SuppressWarnings("ArrayRecordComponent") // nobody compares snapshots
record StoredSnapshot(int schemaVersion, long version, String eventId, byte[] state) {}
