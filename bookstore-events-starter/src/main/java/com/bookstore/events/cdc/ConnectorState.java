package com.bookstore.events.cdc;

import org.jspecify.annotations.Nullable;

/**
 * What Kafka Connect says of a connector.
 *
 * @param name its name
 * @param state {@code RUNNING}, {@code FAILED} or another word; the worst of the connector and its tasks
 * @param error what it says of the failure, in short
 */
record ConnectorState(String name, String state, @Nullable String error) {

    static final String RUNNING = "RUNNING";
    static final String FAILED = "FAILED";
    static final String MISSING = "MISSING";
    static final String UNREACHABLE = "UNREACHABLE";

    boolean isDown() {
        return state.equals(FAILED) || state.equals(MISSING);
    }

    boolean isUp() {
        return state.equals(RUNNING) || state.equals("RESTARTING");
    }
}
