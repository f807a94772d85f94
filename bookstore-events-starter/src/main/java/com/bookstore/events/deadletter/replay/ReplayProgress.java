package com.bookstore.events.deadletter.replay;

import com.bookstore.events.deadletter.replay.ReplayPreview.Reason;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How far a replay is.
 *
 * @param id the run's id
 * @param state where it stands
 * @param by who asked for it
 * @param startedAt when
 * @param endedAt when it ended, or {@code null}
 * @param sendable how many dead letters it found to send when it began
 * @param refused how many it does not send, by reason
 * @param sent how many Kafka has acknowledged
 * @param failed how many Kafka did not take, and how many of the same key stood behind these
 * @param error why it stopped before its end, or {@code null}
 */
public record ReplayProgress(
        String id,
        State state,
        String by,
        Instant startedAt,
        @Nullable Instant endedAt,
        long sendable,
        Map<Reason, Long> refused,
        long sent,
        long failed,
        @Nullable String error) {

    /** Where a replay stands. */
    public enum State {
        /** It waits for its turn, or for another replay of the same source. */
        WAITING,
        /** It sends. */
        RUNNING,
        /** It has come to its end. */
        DONE,
        /** Somebody has stopped it, or the application stops. */
        CANCELLED,
        /** It was stopped by a failure; what was not sent is still new. */
        FAILED;

        /**
         * Tells whether nothing more will happen.
         *
         * @return whether it has ended
         */
        public boolean isEnd() {
            return this == DONE || this == CANCELLED || this == FAILED;
        }
    }
}
