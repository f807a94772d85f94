package com.bookstore.benchmarks.listening;

/** Consumers that can be started again. */
interface Listening {

    void start();

    /** Returns when they have ended and what was handled is committed. */
    void stop();
}
