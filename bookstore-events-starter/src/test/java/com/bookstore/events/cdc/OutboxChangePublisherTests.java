package com.bookstore.events.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyCollection;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.cdc.ChangePublisher.Batch;
import com.bookstore.events.cdc.ChangePublisher.Failure;
import com.bookstore.events.outbox.OutboxEventPublisher;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.PermissionDeniedDataAccessException;
import org.springframework.dao.QueryTimeoutException;
import org.springframework.jdbc.BadSqlGrammarException;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.TransactionTemplate;

class OutboxChangePublisherTests {

    private final Outbox outbox = new Outbox();
    private final Map<String, RuntimeException> failures = new HashMap<>();
    private final Batch batch;

    OutboxChangePublisherTests() {
        OutboxEventPublisher publisher = mock(OutboxEventPublisher.class);
        doAnswer(call -> {
                    for (EventEnvelope<?> event : call.<Collection<EventEnvelope<?>>>getArgument(0)) {
                        RuntimeException failure = failures.get(event.event().key());
                        if (failure != null) {
                            throw failure;
                        }
                        outbox.pending.add(event.event().key());
                    }
                    return List.of();
                })
                .when(publisher)
                .publishEnvelopes(anyCollection());
        batch = new OutboxChangePublisher(publisher, new TransactionTemplate(outbox)).begin();
    }

    @BeforeEach
    void fill() {
        List.of("a", "b", "c", "d").forEach(key -> batch.add(event(key)));
    }

    @Test
    void allAreOneTransaction() {
        assertThat(batch.await()).hasSize(4).containsOnlyNulls();
        assertThat(outbox.committed).containsExactly(List.of("a", "b", "c", "d"));
    }

    @Test
    void anEventThatIsRefusedForGoodKeepsNoOtherOut() {
        failures.put("b", new DataIntegrityViolationException("too long"));

        List<@Nullable Failure> outcomes = batch.await();

        assertThat(outcomes)
                .extracting(failure -> failure == null ? "stored" : failure.isFinal())
                .containsExactly("stored", true, "stored", "stored");
        assertThat(outbox.committed).containsExactly(List.of("a"), List.of("c"), List.of("d"));
    }

    @Test
    void whatADatabaseDoesNotAnswerComesAgainAsAWhole() {
        failures.put("b", new QueryTimeoutException("busy"));

        assertThat(batch.await()).hasSize(4).allMatch(failure -> failure != null && !failure.isFinal());
        assertThat(outbox.committed).isEmpty();
    }

    /** As after a failover to a database that is read-only, or when rights were taken away. */
    @ParameterizedTest
    @MethodSource
    void whatIsNotTheEventsFaultComesAgain(RuntimeException failure) {
        failures.put("b", failure);

        assertThat(batch.await()).hasSize(4).allMatch(outcome -> outcome != null && !outcome.isFinal());
        assertThat(outbox.committed).isEmpty();
    }

    static List<RuntimeException> whatIsNotTheEventsFaultComesAgain() {
        return List.of(
                new UncategorizedSQLException("insert", null, new SQLException("read-only", "25006")),
                new PermissionDeniedDataAccessException("no", new SQLException("no", "42501")),
                new BadSqlGrammarException("insert", "insert", new SQLException("no table", "42P01")));
    }

    @Test
    void nothingBehindOneThatComesAgainIsStored() {
        failures.put("b", new DataIntegrityViolationException("too long"));
        failures.put("c", new QueryTimeoutException("busy"));

        List<@Nullable Failure> outcomes = batch.await();

        assertThat(outcomes)
                .extracting(failure -> failure == null ? "stored" : failure.isFinal())
                .containsExactly("stored", true, false, false);
        assertThat(outbox.committed).containsExactly(List.of("a"));
    }

    private static EventEnvelope<Change> event(String key) {
        return new EventEnvelope<>(
                new EventMetadata("cdc-" + key, Instant.EPOCH, "shop", "1.0", "cdc", null), new Change(key));
    }

    record Change(String key) implements DomainEvent {}

    /** What is stored is there when its transaction commits. */
    @SuppressWarnings("serial")
    private static final class Outbox extends AbstractPlatformTransactionManager {

        private final transient List<String> pending = new ArrayList<>();
        private final transient List<List<String>> committed = new ArrayList<>();

        @Override
        protected Object doGetTransaction() {
            return this;
        }

        @Override
        protected void doBegin(Object transaction, TransactionDefinition definition) {
            pending.clear();
        }

        @Override
        protected void doCommit(DefaultTransactionStatus status) {
            committed.add(List.copyOf(pending));
        }

        @Override
        protected void doRollback(DefaultTransactionStatus status) {
            pending.clear();
        }
    }
}
