package com.bookstore.events.eventstore.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.bookstore.events.eventstore.projection.Projection.Start;
import com.bookstore.events.eventstore.projection.ProjectionsEndpoint.Refusal;
import com.bookstore.events.eventstore.projection.ProjectionsEndpoint.State;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ProjectionsEndpointTests {

    private final ProjectionDatabase database = new ProjectionDatabase();
    private final List<AuditEvent> audited = new ArrayList<>();
    private final List<String> changed = new ArrayList<>();
    private final ProjectionsEndpoint endpoint = endpoint(true);
    private final SecurityContext caller = mock(SecurityContext.class);

    @BeforeEach
    void prepare() {
        Principal principal = mock(Principal.class);
        when(principal.getName()).thenReturn("eve\n2026 ERROR");
        when(caller.getPrincipal()).thenReturn(principal);
        database.table().register("totals", Start.BEGINNING);
        database.table().register("broken", Start.BEGINNING);
        database.jdbc()
                .update(
                        "UPDATE event_projection SET state = 'FAILED', error = 'at 3', position = 2 WHERE name = 'broken'");
        database.jdbc()
                .update("UPDATE event_projection SET owner = 'me', expires_at = DATEADD(HOUR, 1, CURRENT_TIMESTAMP)"
                        + " WHERE name = 'totals'");
        store(1);
        store(5);
    }

    private void store(long position) {
        database.jdbc()
                .update(
                        "INSERT INTO event_store (position, aggregate_type, aggregate_id, event_version, event_type, event_id,"
                                + " event_data, metadata, timestamp, correlation_id) VALUES (?, 'a', '1', ?, 't', ?, '{}',"
                                + " '{}', DATEADD(HOUR, -1, CURRENT_TIMESTAMP), 'c')",
                        position,
                        position,
                        "id-" + position);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void showsHowFarEachIsAndWhoRunsIt() {
        List<State> states = endpoint.projections().projections();

        assertThat(states).extracting(State::name).containsExactly("broken", "totals");
        assertThat(states.get(0))
                .returns("FAILED", State::state)
                .returns("at 3", State::error)
                .returns(2L, State::position)
                .returns(3L, State::behind)
                .returns(false, State::here);
        assertThat(states.get(1))
                .returns("RUNNING", State::state)
                .returns("me", State::owner)
                .returns(5L, State::behind)
                .returns(true, State::here);
        assertThat(states.get(1).lag()).startsWith("PT1H");
        assertThat(((State) endpoint.projection("broken").getBody()).error()).isEqualTo("at 3");
    }

    @Test
    void anUnknownOneIsNotFound() {
        assertRefused(404, "no projection", endpoint.projection("other"));
        assertRefused(404, "no projection", endpoint.write("other", "restart", caller));
        assertThat(audited).isEmpty();
    }

    @Test
    void restartsOneThatHasFailed() {
        State after = (State) endpoint.write("broken", "restart", caller).getBody();

        assertThat(after.state()).isEqualTo("RUNNING");
        assertThat(after.position()).isEqualTo(2);
        assertThat(after.error()).isNull();
        assertThat(changed).containsExactly("broken");
        assertThat(audited).singleElement().satisfies(event -> {
            assertThat(event.getType()).isEqualTo("PROJECTION_RESTARTED");
            assertThat(event.getPrincipal()).isEqualTo("eve\n2026 ERROR");
            assertThat(event.getData()).containsEntry("projection", "broken").containsEntry("position", 2L);
        });
    }

    @Test
    void oneThatRunsIsNotRestarted() {
        assertRefused(409, "has not failed", endpoint.write("totals", "restart", caller));
        assertThat(database.status("totals").owner()).isEqualTo("me");
        assertThat(audited).isEmpty();
        assertThat(changed).isEmpty();
    }

    @Test
    void rebuildsOneThatRunsElsewhereOrHasFailed(CapturedOutput output) {
        for (String name : List.of("totals", "broken")) {
            State after = (State) endpoint.write(name, "rebuild", caller).getBody();

            assertThat(after.state()).isEqualTo("REBUILDING");
            assertThat(after.owner()).isNull();
        }
        assertThat(audited).extracting(AuditEvent::getType).containsExactly("PROJECTION_REBUILT", "PROJECTION_REBUILT");
        assertThat(output).contains("'totals' at position 0 is rebuilt by eve?2026 ERROR");
    }

    @Test
    void writesAreRefusedUnlessTheyAreAllowed(CapturedOutput output) {
        ProjectionsEndpoint readOnly = endpoint(false);

        assertRefused(
                403,
                "bookstore.events.projections.endpoint.allow-writes=true",
                readOnly.write("broken", "restart", caller));
        assertRefused(403, "only reads", readOnly.write("totals", "rebuild", caller));

        assertThat(database.status("broken").failed()).isTrue();
        assertThat(database.status("totals").toReset()).isFalse();
        assertThat(audited).isEmpty();
        assertThat(output).contains("eve?2026 ERROR may not rebuild 'totals'");
    }

    @Test
    void anyOtherActionIsRefused() {
        assertRefused(400, "'restart' or 'rebuild'", endpoint.write("totals", "drop", caller));
        assertThat(audited).isEmpty();
    }

    private ProjectionsEndpoint endpoint(boolean writes) {
        return new ProjectionsEndpoint(database.table(), () -> Set.of("totals"), changed::add, audited::add, writes);
    }

    private static void assertRefused(int status, String message, WebEndpointResponse<?> response) {
        assertThat(response.getStatus()).isEqualTo(status);
        assertThat(((Refusal) response.getBody()).error()).contains(message);
    }
}
