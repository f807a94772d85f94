package com.bookstore.events.eventstore.projection;

import com.bookstore.events.observability.LogText;
import java.security.Principal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.ReadOperation;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;

/**
 * Shows projections; restarts and rebuilds them, if that is allowed. Works with the table, whichever instance runs them and
 * whether this one runs any.
 */
@Endpoint(id = "projections")
final class ProjectionsEndpoint {

    private static final Logger log = LoggerFactory.getLogger(ProjectionsEndpoint.class);

    private static final String RESTART = "restart";
    private static final String REBUILD = "rebuild";

    private final JdbcProjectionTable table;
    private final Supplier<Set<String>> here;
    private final Consumer<String> changed;
    private final Consumer<AuditEvent> audit;
    private final boolean writesAllowed;

    /**
     * Creates the endpoint.
     *
     * @param here tells which projections this instance runs
     * @param changed is told that a projection was restarted or set back
     */
    ProjectionsEndpoint(
            JdbcProjectionTable table,
            Supplier<Set<String>> here,
            Consumer<String> changed,
            Consumer<AuditEvent> audit,
            boolean writesAllowed) {
        this.table = table;
        this.here = here;
        this.changed = changed;
        this.audit = audit;
        this.writesAllowed = writesAllowed;
    }

    @ReadOperation
    Projections projections() {
        Set<String> running = here.get();
        return new Projections(table.statuses().stream()
                .map(status -> State.of(status, running))
                .toList());
    }

    @ReadOperation
    WebEndpointResponse<?> projection(@Selector String name) {
        Optional<ProjectionStatus> found = find(name);
        return found.isPresent()
                ? new WebEndpointResponse<>(State.of(found.get(), here.get()))
                : refusal(404, "There is no projection of this name");
    }

    /** Lets a projection go on that has failed, or has it made again from the first event on. */
    @WriteOperation
    WebEndpointResponse<?> write(@Selector String name, String action, SecurityContext caller) {
        Principal principal = caller.getPrincipal();
        String by = principal == null ? "anonymous" : principal.getName();
        if (!writesAllowed) {
            log.info(
                    "Projections: {} may not {} '{}', writes are not allowed",
                    LogText.of(by),
                    LogText.of(action),
                    LogText.of(name));
            return refusal(
                    403,
                    "This endpoint only reads; set %s.endpoint.allow-writes=true to let it write"
                            .formatted(ProjectionProperties.PREFIX));
        }
        if (!action.equals(RESTART) && !action.equals(REBUILD)) {
            return refusal(400, "The action must be '%s' or '%s'".formatted(RESTART, REBUILD));
        }
        Optional<ProjectionStatus> before = find(name);
        if (before.isEmpty()) {
            return refusal(404, "There is no projection of this name");
        }
        boolean done = action.equals(RESTART) ? table.restart(name) : table.rebuild(name);
        if (!done) {
            return refusal(409, "The projection has not failed; there is nothing to restart");
        }
        note(action.equals(RESTART) ? "restarted" : "rebuilt", before.get(), by);
        changed.accept(name);
        return projection(name);
    }

    private Optional<ProjectionStatus> find(String name) {
        return table.statuses().stream()
                .filter(status -> status.name().equals(name))
                .findFirst();
    }

    private void note(String outcome, ProjectionStatus before, String by) {
        log.info(
                "Projections: '{}' at position {} is {} by {}",
                LogText.of(before.name()),
                before.position(),
                outcome,
                LogText.of(by));
        audit.accept(new AuditEvent(
                by,
                outcome.equals("restarted") ? "PROJECTION_RESTARTED" : "PROJECTION_REBUILT",
                Map.of("projection", before.name(), "position", before.position())));
    }

    private static WebEndpointResponse<?> refusal(int status, String message) {
        return new WebEndpointResponse<>(new Refusal(message), status);
    }

    /**
     * The projections at the moment.
     *
     * @param projections all that are in the table, in the order of their names
     */
    record Projections(List<State> projections) {}

    /**
     * A projection.
     *
     * @param name its name
     * @param state {@code RUNNING}, {@code REBUILDING} until it is reset, or {@code FAILED}
     * @param position up to where it has seen the store
     * @param behind how many positions are behind that
     * @param lag how old the first event behind it is, by the database's clock
     * @param unchangedFor how long ago the position or the state was stored
     * @param owner the instance that runs it, a new name after each start
     * @param here whether that is this instance
     * @param error why it has failed
     */
    record State(
            String name,
            String state,
            long position,
            long behind,
            String lag,
            String unchangedFor,
            @Nullable String owner,
            boolean here,
            @Nullable String error) {

        static State of(ProjectionStatus status, Set<String> here) {
            return new State(
                    status.name(),
                    status.state(),
                    status.position(),
                    status.behind(),
                    ProjectionStatus.text(status.lag()),
                    ProjectionStatus.text(Duration.ofMillis(status.unchangedMillis())),
                    status.owner(),
                    status.owner() != null && here.contains(status.name()),
                    status.error());
        }
    }

    /**
     * Why nothing was done.
     *
     * @param error says what to do
     */
    record Refusal(String error) {}
}
