package com.bookstore.cdc;

import java.util.ArrayDeque;
import java.util.Deque;

/** What has been started, to be closed in the reverse order: all of it, whatever fails. Not thread-safe. */
final class Parts implements AutoCloseable {

    private final Deque<AutoCloseable> running = new ArrayDeque<>();

    <T extends AutoCloseable> T started(T part) {
        running.push(part);
        return part;
    }

    /** Closes what is there after this failure, which is not hidden by another. */
    void closeAfter(Exception failure) {
        while (!running.isEmpty()) {
            closeAfter(failure, running.pop());
        }
    }

    /** The same, for something that is on its own. */
    static void closeAfter(Exception failure, AutoCloseable part) {
        try {
            part.close();
        } catch (Exception another) {
            failure.addSuppressed(another);
        }
    }

    /** Throws the first failure in the end, with those behind it. */
    @Override
    public void close() throws Exception {
        while (!running.isEmpty()) {
            try {
                running.pop().close();
            } catch (Exception failure) {
                closeAfter(failure);
                throw failure;
            }
        }
    }
}
