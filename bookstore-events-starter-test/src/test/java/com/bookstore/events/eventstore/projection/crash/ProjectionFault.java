package com.bookstore.events.eventstore.projection.crash;

import com.bookstore.events.crash.CrashPoint;

/** What happens to the instance that runs a projection. */
enum ProjectionFault {
    /** Killed at any moment. */
    KILLED(CrashPoint.NONE),
    /** Killed when a batch has begun. */
    KILLED_IN_BATCH(CrashPoint.IN_HANDLER),
    /** Killed when everything is written, but not committed. */
    KILLED_BEFORE_COMMIT(CrashPoint.BEFORE_COMMIT),
    /** Killed when everything is committed, before it knows. */
    KILLED_AFTER_COMMIT(CrashPoint.AFTER_COMMIT),
    /** Stopped past the lease in a batch; goes on when another one has taken over. */
    SUSPENDED(CrashPoint.IN_HANDLER),
    /** Stopped past the lease at any moment, with whatever it has locked. */
    SUSPENDED_ANYWHERE(CrashPoint.NONE);

    private final CrashPoint point;

    ProjectionFault(CrashPoint point) {
        this.point = point;
    }

    CrashPoint point() {
        return point;
    }
}
