package com.bookstore.events.crash;

/** Which protection this service lacks at the moment. */
final class CurrentMutation {

    private volatile Mutation mutation = Mutation.NONE;

    Mutation get() {
        return mutation;
    }

    void set(Mutation other) {
        mutation = other;
    }
}
