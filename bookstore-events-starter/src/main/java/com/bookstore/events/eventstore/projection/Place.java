package com.bookstore.events.eventstore.projection;

/**
 * Where a projection is.
 *
 * @param stored the position that is in the table
 * @param read up to where the store is read; between the two is nothing that the projection wants
 * @param toReset whether it is to be reset first
 */
record Place(long stored, long read, boolean toReset) {}
