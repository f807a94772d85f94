package com.bookstore.events.eventstore.projection.crash;

import com.bookstore.events.crash.Halts;

/** What a service is told to do wrong at the moment. */
final class ProjectionControls {

    private final Halts halts;
    private volatile ProjectionMutation mutation = ProjectionMutation.NONE;

    ProjectionControls(Halts halts) {
        this.halts = halts;
    }

    Halts halts() {
        return halts;
    }

    ProjectionMutation mutation() {
        return mutation;
    }

    void mutate(ProjectionMutation to) {
        mutation = to;
    }
}
