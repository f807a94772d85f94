package com.bookstore.benchmarks.measuring;

/** One way to do the work. */
public interface Contender {

    /**
     * Says what it does.
     *
     * @return a few words for the table
     */
    String name();

    /**
     * Does all the work once, and afterwards proves that nothing of it was lost.
     *
     * @return what the work took, the proof not counted
     * @throws LostEventsException if something was lost, repeated or changed
     */
    Sample run();
}
