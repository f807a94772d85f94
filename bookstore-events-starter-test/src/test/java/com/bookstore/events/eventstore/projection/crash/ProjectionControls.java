package com.bookstore.events.eventstore.projection.crash;

import com.bookstore.events.crash.Halts;

/** What a service is told to do wrong at the moment. */
final class ProjectionControls {

    private final Halts halts;
    private volatile boolean unfenced;

    ProjectionControls(Halts halts) {
        this.halts = halts;
    }

    Halts halts() {
        return halts;
    }

    boolean isUnfenced() {
        return unfenced;
    }

    void removeFence() {
        unfenced = true;
    }
}
