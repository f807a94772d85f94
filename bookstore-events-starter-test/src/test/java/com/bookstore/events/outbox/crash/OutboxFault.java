package com.bookstore.events.outbox.crash;

import com.bookstore.events.crash.CrashPoint;

/** What happens to a service with an outbox, and which protection it would take to go unnoticed. */
enum OutboxFault {
    P1_BEFORE_COMMIT("P1", Kind.WRITER, CrashPoint.BEFORE_COMMIT, OutboxMutation.PUBLISH_IN_TRANSACTION, "G"),
    P3_AFTER_COMMIT("P3", Kind.WRITER, CrashPoint.AFTER_COMMIT, OutboxMutation.PUBLISH_AFTER_COMMIT, "L"),
    R1_BEFORE_SENDING("R1", Kind.RELAY, CrashPoint.BEFORE_SEND, OutboxMutation.DELETE_FIRST, "L"),
    R2_WHILE_SENDING("R2", Kind.RELAY, CrashPoint.AFTER_SEND, OutboxMutation.DELETE_FIRST, "L"),
    R3_ANSWERS_LOST("R3", Kind.ANSWERS_LOST, CrashPoint.NONE, OutboxMutation.FIRE_AND_FORGET, "L"),
    R4_BEFORE_DELETING("R4", Kind.RELAY, CrashPoint.BEFORE_DELETE, OutboxMutation.NEWEST_FIRST, "O"),
    R6_STANDS_STILL("R6", Kind.STOPPED, CrashPoint.AFTER_SEND, OutboxMutation.ENDLESS_LEASE, "L"),
    R7_CONNECTIONS_KILLED("R7", Kind.DISCONNECTED, CrashPoint.BEFORE_DELETE, OutboxMutation.END_ON_FAILURE, "L"),
    R8_BROKERS_KILLED("R8 killed", Kind.BROKERS_KILLED, CrashPoint.NONE, OutboxMutation.REFUSE_ON_FAILURE, "parked"),
    R8_OUTAGE_ENDS("R8 expiry", Kind.OUTAGE_ENDS, CrashPoint.NONE, OutboxMutation.ORDINARY_TIMEOUT, "O"),
    R8_LEADER_KILLED("R8 leader", Kind.LEADER_KILLED, CrashPoint.NONE, OutboxMutation.ORDINARY_TIMEOUT, "O"),
    R9_POISON("R9", Kind.POISON, CrashPoint.NONE, OutboxMutation.RETRY_REFUSED, "L"),
    R11_CLOCKS_DIFFER("R11", Kind.CLOCKS, CrashPoint.NONE, OutboxMutation.ORDER_BY_CLOCK, "O"),
    R12_TERMINATED("R12", Kind.TERMINATED, CrashPoint.AFTER_SEND, OutboxMutation.FIRE_AND_FORGET, "L"),
    R12_TERMINATED_WITHOUT_BROKER(
            "R12 no broker", Kind.TERMINATED_WITHOUT_BROKER, CrashPoint.NONE, OutboxMutation.UNBOUNDED_STOP, "B"),
    RELAY_KILLED("kill -9", Kind.RELAY_KILLED, CrashPoint.NONE, OutboxMutation.DELETE_FIRST, "L");

    private final String label;
    private final Kind kind;
    private final CrashPoint point;
    private final OutboxMutation mutation;
    private final String invariant;

    OutboxFault(String label, Kind kind, CrashPoint point, OutboxMutation mutation, String invariant) {
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

    OutboxMutation mutation() {
        return mutation;
    }

    /** What the mutation violates: L no loss, G no ghost, O order, B bounded stop, or that nothing is parked for want of a broker. */
    String invariant() {
        return invariant;
    }

    /** What is done, and to whom. */
    enum Kind {
        WRITER,
        RELAY,
        RELAY_KILLED,
        ANSWERS_LOST,
        STOPPED,
        DISCONNECTED,
        BROKERS_KILLED,
        LEADER_KILLED,
        OUTAGE_ENDS,
        POISON,
        CLOCKS,
        TERMINATED,
        TERMINATED_WITHOUT_BROKER
    }
}
