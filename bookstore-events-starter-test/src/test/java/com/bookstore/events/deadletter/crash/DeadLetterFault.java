package com.bookstore.events.deadletter.crash;

import com.bookstore.events.crash.CrashPoint;

/** What happens to dead letters, and which protection it would take to go unnoticed. */
enum DeadLetterFault {
    Q1_REFUSED("Q1 refused", Kind.REFUSED, CrashPoint.NONE, DeadLetterMutation.FIRE_AND_FORGET, "L"),
    Q1_UNREACHABLE("Q1 unreachable", Kind.UNREACHABLE, CrashPoint.BEFORE_SEND, DeadLetterMutation.EARLY_OFFSET, "L"),
    Q1_ANSWERS_LOST("Q1 answers", Kind.ANSWERS_LOST, CrashPoint.BEFORE_SEND, DeadLetterMutation.FORGET_SOURCE, "D"),
    Q1_BEFORE_SENDING("Q1 before", Kind.HANDLER, CrashPoint.BEFORE_SEND, DeadLetterMutation.EARLY_OFFSET, "L"),
    Q2_ACKNOWLEDGED("Q2 acked", Kind.HANDLER, CrashPoint.AFTER_ACK, DeadLetterMutation.FORGET_SOURCE, "D"),
    Q2_BEFORE_OFFSET("Q2 offset", Kind.HANDLER, CrashPoint.BEFORE_OFFSET_COMMIT, DeadLetterMutation.FORGET_SOURCE, "D"),
    Q2_BEFORE_STORED("Q2 not stored", Kind.INTAKE, CrashPoint.BEFORE_COMMIT, DeadLetterMutation.EARLY_OFFSET, "L"),
    Q2_STORED("Q2 stored", Kind.INTAKE, CrashPoint.AFTER_COMMIT, DeadLetterMutation.FORGET_SOURCE, "D"),
    Q3_MISSING("Q3 missing", Kind.MISSING, CrashPoint.NONE, DeadLetterMutation.FIRE_AND_FORGET, "L"),
    Q3_FEWER_PARTITIONS("Q3 partitions", Kind.KILLED, CrashPoint.NONE, DeadLetterMutation.SAME_PARTITION, "L"),
    Q3_TOO_LARGE("Q3 too large", Kind.TOO_LARGE, CrashPoint.NONE, DeadLetterMutation.ONE_FORM, "L"),
    Q4_BEFORE_SENDING("Q4 before", Kind.REPLAY, CrashPoint.BEFORE_SEND, DeadLetterMutation.MARK_FIRST, "L"),
    Q4_WHILE_SENDING("Q4 sending", Kind.REPLAY, CrashPoint.AFTER_SEND, DeadLetterMutation.NEWEST_FIRST, "O"),
    Q4_ACKNOWLEDGED("Q4 acked", Kind.REPLAY, CrashPoint.AFTER_ACK, DeadLetterMutation.NEW_EVENT_ID, "D"),
    Q4_BEFORE_MARKING("Q4 not marked", Kind.REPLAY, CrashPoint.BEFORE_MARK, DeadLetterMutation.NEW_EVENT_ID, "D"),
    Q4_MARKED("Q4 marked", Kind.REPLAY, CrashPoint.AFTER_MARK, DeadLetterMutation.NEWEST_FIRST, "O"),
    Q4_KILLED("Q4 kill -9", Kind.REPLAY_KILLED, CrashPoint.NONE, DeadLetterMutation.FORGET_REPLAY, "D"),
    Q4_TWO_OPERATORS(
            "Q4 two operators", Kind.TWO_OPERATORS, CrashPoint.BEFORE_SEND, DeadLetterMutation.SHARED_LEASES, "D"),
    Q4_STANDS_STILL("Q4 stopped", Kind.STOPPED, CrashPoint.BEFORE_MARK, DeadLetterMutation.NEW_EVENT_ID, "D"),
    Q4_DIES_AGAIN("Q4 dies again", Kind.DIES_AGAIN, CrashPoint.AFTER_COMMIT, DeadLetterMutation.FORGET_REPLAY, "D");

    private final String label;
    private final Kind kind;
    private final CrashPoint point;
    private final DeadLetterMutation mutation;
    private final String invariant;

    DeadLetterFault(String label, Kind kind, CrashPoint point, DeadLetterMutation mutation, String invariant) {
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

    DeadLetterMutation mutation() {
        return mutation;
    }

    /** What the mutation violates: L no loss, D no duplicate, O order. */
    String invariant() {
        return invariant;
    }

    boolean isOfReplays() {
        return kind.compareTo(Kind.REPLAY) >= 0;
    }

    /** What is done, and to whom; first without a replay, then with one. */
    enum Kind {
        REFUSED,
        UNREACHABLE,
        ANSWERS_LOST,
        HANDLER,
        INTAKE,
        MISSING,
        KILLED,
        TOO_LARGE,
        REPLAY,
        REPLAY_KILLED,
        TWO_OPERATORS,
        STOPPED,
        DIES_AGAIN
    }
}
