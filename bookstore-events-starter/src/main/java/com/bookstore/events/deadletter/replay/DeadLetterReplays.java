package com.bookstore.events.deadletter.replay;

import java.util.List;
import java.util.Optional;

/**
 * Sends stored dead letters again: with the same key, the same bytes and headers, and headers that tell of the replay. They
 * are sent in the background, in the order of their source; what happens to one partition of a source happens in one run at a
 * time, in all instances together. Runs are known to the instance that runs them, the last 100 of them. Thread-safe.
 */
public interface DeadLetterReplays {

    /**
     * Tells what a replay would do, and does nothing.
     *
     * @param request which dead letters
     * @return how many would be sent, and how many not
     * @throws IllegalArgumentException if a number is out of its range
     */
    ReplayPreview preview(ReplayRequest request);

    /**
     * Begins a replay.
     *
     * @param request which dead letters
     * @param by who asks for it
     * @return how far it is, with the id to ask again
     * @throws IllegalArgumentException if a number is out of its range
     * @throws ReplayRefusedException if none of them may be replayed, or too much is going on
     */
    ReplayProgress start(ReplayRequest request, String by);

    /**
     * Gives a new dead letter another value and replays it. The value that arrived is kept beside it.
     *
     * @param id the dead letter's number
     * @param value an event as JSON, of the same type and with the same event id
     * @param by who asks for it
     * @return how far it is, with the id to ask again
     * @throws ReplayRefusedException if that is not allowed, the value does not fit, or the dead letter may not be replayed
     */
    ReplayProgress replayEdited(long id, String value, String by);

    /**
     * Tells how far a replay is.
     *
     * @param id the run's id
     * @return how far it is, if this instance knows it
     */
    Optional<ReplayProgress> progress(String id);

    /**
     * Tells how far the last replays of this instance are.
     *
     * @return the newest first
     */
    List<ReplayProgress> recent();

    /**
     * Has a replay stop. What is on its way is waited for and marked.
     *
     * @param id the run's id
     * @param by who asks for it
     * @return whether this instance knows it and it had not ended
     */
    boolean cancel(String id, String by);
}
