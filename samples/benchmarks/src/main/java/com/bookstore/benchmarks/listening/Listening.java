package com.bookstore.benchmarks.listening;

/** Consumers that can be started again. */
public interface Listening {

    /** Starts them; returns at once. */
    void start();

    /** Returns when they have ended and what was handled is committed. */
    void stop();
}
