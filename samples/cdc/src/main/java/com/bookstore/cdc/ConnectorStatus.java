package com.bookstore.cdc;

import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a worker says of a connector.
 *
 * @param state of the connector itself: {@code RUNNING}, {@code PAUSED}, {@code STOPPED}, {@code FAILED}, {@code UNASSIGNED}
 * @param tasks its tasks, which do the work
 */
record ConnectorStatus(String state, List<Task> tasks) {

    private static final JsonMapper JSON = JsonMapper.shared();

    static ConnectorStatus parse(String json) {
        JsonNode status = JSON.readTree(json);
        return new ConnectorStatus(
                status.at("/connector/state").asString(),
                StreamSupport.stream(status.get("tasks").spliterator(), false)
                        .map(Task::of)
                        .toList());
    }

    /** What is said where the worker knows nothing of the connector, or not yet. */
    static ConnectorStatus unknown() {
        return new ConnectorStatus("UNKNOWN", List.of());
    }

    boolean isRunning() {
        return state.equals("RUNNING")
                && !tasks.isEmpty()
                && tasks.stream().allMatch(task -> task.state().equals("RUNNING"));
    }

    /** Whether the connector runs on this worker; what a killed one said of it stays true until it is contradicted. */
    boolean isRunningOn(String worker) {
        return isRunning() && tasks.stream().allMatch(task -> task.worker().equals(worker));
    }

    boolean hasFailed() {
        return state.equals("FAILED")
                || tasks.stream().anyMatch(task -> task.state().equals("FAILED"));
    }

    /** Why tasks have failed; empty where none has. */
    String trace() {
        return String.join("\n", tasks.stream().map(Task::trace).toList());
    }

    /**
     * One task.
     *
     * @param state of the task
     * @param worker who runs it or did so
     * @param trace why it failed; empty if it did not
     */
    record Task(String state, String worker, String trace) {

        private static Task of(JsonNode task) {
            return new Task(
                    task.get("state").asString(),
                    task.path("worker_id").asString(),
                    task.path("trace").asString());
        }
    }
}
