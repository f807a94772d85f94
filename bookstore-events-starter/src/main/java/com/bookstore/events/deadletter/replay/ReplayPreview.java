package com.bookstore.events.deadletter.replay;

import java.util.List;
import java.util.Map;

/**
 * What a replay does.
 *
 * @param sendable how many dead letters are sent, if there is no failure; never more than the limit
 * @param refused how many are not, by reason
 * @param targets where they go
 */
public record ReplayPreview(long sendable, Map<Reason, Long> refused, List<Target> targets) {

    /** Copies the groups. */
    public ReplayPreview {
        refused = Map.copyOf(refused);
        targets = List.copyOf(targets);
    }

    /**
     * Where dead letters go.
     *
     * @param sourceTopic the topic they came from
     * @param consumerGroup the group whose handler failed
     * @param topic the topic they go to
     * @param count how many, whatever the limit
     */
    public record Target(String sourceTopic, String consumerGroup, String topic, long count) {}

    /** Why a dead letter is not sent. */
    public enum Reason {
        /** Its headers do not tell where it came from, or its source is a dead-letter topic itself. */
        NO_SOURCE,
        /** The topic is none that replays may write to. */
        TOPIC_NOT_ALLOWED,
        /** It was replayed as often as is allowed. */
        TOO_MANY_REPLAYS,
        /** The database did not take its bytes. */
        NOT_STORED
    }
}
