package com.bookstore.events.outbox.crash;

import com.bookstore.events.crash.Halts;
import java.time.Duration;

/** What a service is told to do wrong at the moment. */
final class OutboxControls {

    private final Halts halts;
    private volatile OutboxMutation mutation = OutboxMutation.NONE;
    private volatile Duration sendPause = Duration.ZERO;

    OutboxControls(Halts halts) {
        this.halts = halts;
    }

    Halts halts() {
        return halts;
    }

    boolean lacks(OutboxMutation protection) {
        return mutation == protection;
    }

    void mutate(OutboxMutation newMutation) {
        mutation = newMutation;
    }

    /** How long each event takes to be handed to the producer. */
    Duration sendPause() {
        return sendPause;
    }

    void pauseSends(Duration pause) {
        sendPause = pause;
    }
}
