package com.bookstore.benchmarks.publishing;

/** What a store of idempotency keys has kept, seen from outside of the starter. */
interface StoredKeys {

    /** Removes all. */
    void clear();

    /** Returns how many keys there are. */
    long all();

    /** Returns how many of them are confirmed, each with a place of its own in the topic. */
    long confirmed();
}
