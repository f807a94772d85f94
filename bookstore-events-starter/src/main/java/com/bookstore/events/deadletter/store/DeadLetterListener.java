package com.bookstore.events.deadletter.store;

/**
 * A bean of this type is told of each dead letter that is new in the store, by the instance that stored it: to alert
 * somebody. It is called on the consumer's thread, which waits for it: it must be quick. What it throws is logged. It is
 * told once; after a crash in between, not at all.
 */
@FunctionalInterface
public interface DeadLetterListener {

    /**
     * A dead letter is stored.
     *
     * @param letter what it is
     */
    void stored(DeadLetter letter);

    /**
     * A dead letter that was replayed died again.
     *
     * @param letter what it is; its attempts tell how often
     */
    default void diedAgain(DeadLetter letter) {}
}
