package com.bookstore.events.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.bookstore.events.outbox.OutboxTables;
import com.bookstore.events.outbox.relay.JdbcParkedEvents.ParkedEvent;
import com.bookstore.events.outbox.relay.OutboxEndpoint.Changed;
import com.bookstore.events.outbox.relay.OutboxEndpoint.Refusal;
import com.bookstore.events.outbox.relay.OutboxEndpoint.State;
import java.security.Principal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.actuate.audit.AuditEvent;
import org.springframework.boot.actuate.endpoint.SecurityContext;
import org.springframework.boot.actuate.endpoint.web.WebEndpointResponse;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabase;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseBuilder;
import org.springframework.jdbc.datasource.embedded.EmbeddedDatabaseType;

@ExtendWith(OutputCaptureExtension.class)
class OutboxEndpointTests {

    private final EmbeddedDatabase database = new EmbeddedDatabaseBuilder()
            .setType(EmbeddedDatabaseType.H2)
            .generateUniqueName(true)
            .addScript("com/bookstore/events/outbox/schema-h2.sql")
            .build();
    private final JdbcTemplate jdbc = new JdbcTemplate(database);
    private final OutboxTables tables = SeenTables.in(database, "outbox");
    private final List<AuditEvent> audited = new ArrayList<>();
    private final AtomicInteger wakeUps = new AtomicInteger();
    private final OutboxEndpoint endpoint = endpoint(true);
    private final SecurityContext caller = mock(SecurityContext.class);

    @BeforeEach
    void identifyTheCaller() {
        Principal principal = mock(Principal.class);
        when(principal.getName()).thenReturn("eve\n2026 ERROR");
        when(caller.getPrincipal()).thenReturn(principal);
    }

    @AfterEach
    void close() {
        database.shutdown();
    }

    @Test
    void showsWhatIsParkedAndNothingItCarries() {
        park(5, "orders");
        park(3, "books");

        State state = (State) endpoint.outbox(1).getBody();

        assertThat(state.parked()).isEqualTo(2);
        ParkedEvent oldest = state.parkedEvents().get(0);
        assertThat(state.parkedEvents()).hasSize(1);
        assertThat(oldest.sequence()).isEqualTo(3);
        assertThat(oldest.eventId()).isEqualTo("id-3");
        assertThat(oldest.topic()).isEqualTo("books");
        assertThat(oldest.cause()).isEqualTo("RecordTooLargeException: too large");
        assertThat(state.toString()).doesNotContain("secret").doesNotContain("traceparent");
    }

    @ParameterizedTest
    @ValueSource(ints = {Integer.MIN_VALUE, -1, 0, 1_001, Integer.MAX_VALUE})
    void aLimitOutOfItsRangeIsRefused(int limit) {
        park(1, "books");

        assertRefused(400, "at most 1000", endpoint.outbox(limit));
        assertRefused(400, "at most 1000", endpoint.requeue(null, "books", limit, caller));
        assertRefused(400, "at most 1000", endpoint.discard(null, "books", limit, caller));
        assertThat(rows("outbox_parked")).isEqualTo(1);
    }

    @Test
    void aRequestThatNamesNothingOrTooMuchIsRefused() {
        park(1, "books");

        assertRefused(400, "either", endpoint.requeue(null, null, null, caller));
        assertRefused(400, "either", endpoint.discard(1L, "books", null, caller));
        assertThat(rows("outbox_parked")).isEqualTo(1);
    }

    @Test
    void anUnknownSequenceIsNotFound() {
        park(1, "books");

        assertRefused(404, "No parked event", endpoint.requeue(2L, null, null, caller));
        assertRefused(404, "No parked event", endpoint.discard(-1L, null, null, caller));
        assertThat(wakeUps).hasValue(0);
        assertThat(audited).isEmpty();
    }

    @Test
    void aTopicOfWhichNothingIsParkedChangesNothing() {
        park(1, "books");

        assertThat(endpoint.requeue(null, "books' OR '1'='1", null, caller).getBody())
                .isEqualTo(new Changed("requeued", List.of()));
        assertThat(rows("outbox_parked")).isEqualTo(1);
        assertThat(audited).isEmpty();
    }

    @Test
    void writesAreRefusedUnlessTheyAreAllowed(CapturedOutput output) {
        park(1, "books");
        OutboxEndpoint readOnly = endpoint(false);

        assertRefused(403, "allow-writes=true", readOnly.requeue(1L, null, null, caller));
        assertRefused(403, "allow-writes=true", readOnly.discard(null, "books", null, caller));
        assertThat(rows("outbox_parked")).isEqualTo(1);
        assertThat(output).contains("eve?2026 ERROR may not have events requeued");
    }

    @Test
    void putsBackTheOldestOfATopicAndWakesTheRelay(CapturedOutput output) {
        park(4, "books");
        park(2, "books");
        park(3, "orders");
        park(6, "books");

        assertThat(endpoint.requeue(null, "books", 2, caller).getBody())
                .isEqualTo(new Changed("requeued", List.of(2L, 4L)));

        assertThat(jdbc.queryForList("SELECT seq FROM outbox ORDER BY seq", Long.class))
                .containsExactly(2L, 4L);
        assertThat(jdbc.queryForList("SELECT seq FROM outbox_parked ORDER BY seq", Long.class))
                .containsExactly(3L, 6L);
        assertThat(wakeUps).hasValue(1);
        assertThat(output)
                .contains("Outbox: sold id-2 of topic 'books', number 2, requeued by eve?2026 ERROR")
                .doesNotContain("secret");
        AuditEvent event = audited.get(0);
        assertThat(event.getPrincipal()).isEqualTo("eve\n2026 ERROR");
        assertThat(event.getType()).isEqualTo("OUTBOX_REQUEUED");
        assertThat(event.getData())
                .containsEntry("topic", "books")
                .containsEntry("sequences", List.of(2L, 4L))
                .containsEntry("eventIds", List.of("id-2", "id-4"));
    }

    @Test
    void discardsOne() {
        park(1, "books");
        park(2, "books");

        assertThat(endpoint.discard(1L, null, null, SecurityContext.NONE).getBody())
                .isEqualTo(new Changed("discarded", List.of(1L)));

        assertThat(jdbc.queryForList("SELECT seq FROM outbox_parked", Long.class))
                .containsExactly(2L);
        assertThat(rows("outbox")).isZero();
        assertThat(audited).extracting(AuditEvent::getType).containsExactly("OUTBOX_DISCARDED");
        assertThat(audited).extracting(AuditEvent::getPrincipal).containsExactly("anonymous");
    }

    private OutboxEndpoint endpoint(boolean writesAllowed) {
        return new OutboxEndpoint(
                new JdbcBacklog(tables),
                new JdbcParkedEvents(tables),
                wakeUps::incrementAndGet,
                audited::add,
                writesAllowed);
    }

    private static void assertRefused(int status, String message, WebEndpointResponse<?> response) {
        assertThat(response.getStatus()).isEqualTo(status);
        assertThat(((Refusal) response.getBody()).error()).contains(message);
    }

    private void park(long sequence, String topic) {
        jdbc.update(
                """
                INSERT INTO outbox_parked (seq, id, aggregatetype, aggregateid, type, headers, payload, partition_no,
                  created_at, parked_at, cause)
                VALUES (?, ?, ?, 'key', 'sold', '{"traceparent":"x"}', ?, 7, CURRENT_TIMESTAMP, CURRENT_TIMESTAMP,
                  'RecordTooLargeException: too large')""",
                sequence,
                "id-" + sequence,
                topic,
                "secret".getBytes(java.nio.charset.StandardCharsets.UTF_8));
    }

    private long rows(String table) {
        return jdbc.queryForObject("SELECT count(*) FROM " + table, Long.class);
    }
}
