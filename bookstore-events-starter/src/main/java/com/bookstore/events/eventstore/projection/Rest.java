package com.bookstore.events.eventstore.projection;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * How long a projection rests before its next step.
 *
 * @param pause how long, whatever is appended; {@code null} for until something may be there
 */
record Rest(@Nullable Duration pause) {

    /** There is more to do at once. */
    static final Rest NONE = new Rest(Duration.ZERO);

    /** There is nothing to do at the moment. */
    static final Rest IDLE = new Rest(null);

    static Rest of(Duration pause) {
        return new Rest(pause);
    }
}
