package com.bookstore.events.crash;

/** What happens to a service, what it is made of, and which protection it would take to go unnoticed. */
enum Fault {
    D1_CLAIMED_NOT_SENT("D1", Kind.PUBLISHER, CrashPoint.AFTER_CLAIM, Mutation.CONFIRM_AT_CLAIM, "L"),
    D2_SENT_NOT_CONFIRMED("D2", Kind.PUBLISHER, CrashPoint.BEFORE_CONFIRM, Mutation.FORGET_EVENT, "D"),
    D4_TWO_PUBLISHERS("D4", Kind.TWO_PUBLISHERS, CrashPoint.NONE, Mutation.GRANT_ALL, "D"),
    C1_BEFORE_HANDLER("C1 before", Kind.CONSUMER, CrashPoint.BEFORE_HANDLER, Mutation.EARLY_OFFSET, "L"),
    C1_IN_HANDLER("C1 inside", Kind.CONSUMER, CrashPoint.IN_HANDLER, Mutation.NOTE_IN_OWN_TRANSACTION, "L"),
    C1_AFTER_EFFECT("C1 after effect", Kind.CONSUMER, CrashPoint.BEFORE_COMMIT, Mutation.UNGUARDED, "D"),
    C2_AFTER_COMMIT("C2", Kind.CONSUMER, CrashPoint.AFTER_COMMIT, Mutation.UNGUARDED, "D"),
    C2_BEFORE_OFFSET_COMMIT("C2 batch", Kind.CONSUMER, CrashPoint.BEFORE_OFFSET_COMMIT, Mutation.UNGUARDED, "D"),
    C3_STOPPED_BEFORE_HANDLER("C3 before", Kind.STOPPED, CrashPoint.BEFORE_HANDLER, Mutation.UNGUARDED, "D"),
    C3_STOPPED_AFTER_EFFECT("C3 after effect", Kind.STOPPED, CrashPoint.BEFORE_COMMIT, Mutation.UNGUARDED, "D"),
    C3_SLOW("C3 slow", Kind.SLOW, CrashPoint.BEFORE_COMMIT, Mutation.UNGUARDED, "D"),
    PUBLISHER_KILLED("publisher kill -9", Kind.PUBLISHER, CrashPoint.NONE, Mutation.NONE, ""),
    CONSUMER_KILLED("consumer kill -9", Kind.CONSUMER, CrashPoint.NONE, Mutation.NONE, "");

    private final String label;
    private final Kind kind;
    private final CrashPoint point;
    private final Mutation mutation;
    private final String invariant;

    Fault(String label, Kind kind, CrashPoint point, Mutation mutation, String invariant) {
        this.label = label;
        this.kind = kind;
        this.point = point;
        this.mutation = mutation;
        this.invariant = invariant;
    }

    String label() {
        return label;
    }

    Kind kind() {
        return kind;
    }

    /** Where it happens; at any moment if there is none. */
    CrashPoint point() {
        return point;
    }

    Mutation mutation() {
        return mutation;
    }

    /** What the mutation violates: L for a lost event, D for a duplicate. */
    String invariant() {
        return invariant;
    }

    /** Whom it happens to. */
    enum Kind {
        PUBLISHER,
        TWO_PUBLISHERS,
        CONSUMER,
        STOPPED,
        SLOW
    }
}
