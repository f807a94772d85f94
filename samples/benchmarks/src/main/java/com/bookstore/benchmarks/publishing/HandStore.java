package com.bookstore.benchmarks.publishing;

import java.util.List;

/** The least a store of idempotency keys has to do, written by hand: no lease, no fingerprint, no metadata. */
interface HandStore extends StoredKeys, AutoCloseable {

    /** Claims new keys, in one round trip. */
    void claim(List<String> keys);

    /** Keeps where each event is, in one round trip. */
    void confirm(List<String> keys, List<String> outcomes);

    @Override
    void close();
}
