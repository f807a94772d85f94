package com.bookstore.events.publishing.idempotent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.domain.UserRegisteredEvent;
import com.bookstore.events.idempotency.IdempotencyStoreException;
import com.bookstore.events.idempotency.InvalidClaimException;
import com.bookstore.events.observability.CorrelationScope;
import com.bookstore.events.observability.EventRecorder.IdempotentOutcome;
import com.bookstore.events.publishing.EventPublishingException;
import com.bookstore.events.publishing.EventPublishingException.Reason;
import com.bookstore.events.publishing.idempotent.IdempotentPublication.AlreadyPublished;
import com.bookstore.events.publishing.idempotent.IdempotentPublication.Published;
import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.InProgress;
import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.KeyReused;
import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.OutcomePending;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One call after the other. */
class IdempotentEventPublisherTests {

    private static final DomainEvent EVENT = new UserRegisteredEvent(1L, "ada@example.org", List.of());
    private static final DomainEvent OTHER = new UserRegisteredEvent(1L, "eve@example.org", List.of());

    private final TestStore store = new TestStore();
    private final TestKafka kafka = new TestKafka();
    private final Publisher one = new Publisher(store, kafka, "in-progress-wait=200ms");
    private final Publisher other = new Publisher(store, kafka, "in-progress-wait=200ms");

    @AfterEach
    void stop() {
        kafka.answer();
        one.close();
        other.close();
    }

    @Test
    void theFirstCallPublishesAndEveryFurtherOneIsToldSo() {
        IdempotentPublication first = one.events.publish("k", EVENT);
        IdempotentPublication second = one.events.publish("k", EVENT);
        IdempotentPublication elsewhere = other.events.publish("k", EVENT);

        assertThat(first).isInstanceOf(Published.class);
        assertThat(second).isEqualTo(new AlreadyPublished(first.sent()));
        assertThat(elsewhere).isEqualTo(new AlreadyPublished(first.sent()));
        assertThat(kafka.sent()).containsExactly(first.sent().metadata());
        assertThat(one.outcomes).containsExactly(IdempotentOutcome.PUBLISHED, IdempotentOutcome.ALREADY_PUBLISHED);
    }

    @Test
    void theEventBelongsToTheCallersCorrelationScope() {
        try (CorrelationScope scope = CorrelationScope.open("process-7")) {
            assertThat(one.events.publish("k", EVENT).sent().metadata().correlationId())
                    .isEqualTo(scope.correlationId());
        }
    }

    @Test
    void aKeyForAnotherEventIsRefusedByEveryInstance() {
        one.events.publish("k", EVENT);

        for (Publisher publisher : List.of(one, other)) {
            assertThatExceptionOfType(KeyReused.class)
                    .isThrownBy(() -> publisher.events.publish("k", OTHER))
                    .satisfies(failure -> assertThat(failure.idempotencyKey()).isEqualTo("k"));
        }
        assertThat(kafka.sent()).hasSize(1);
        assertThat(other.outcomes).containsExactly(IdempotentOutcome.CONFLICT);
    }

    @Test
    void aKeyThatAnotherInstancePublishesIsWaitedFor() {
        kafka.hold();
        var first = other.events.publishAsync("k", EVENT);
        awaitSent(1);
        var second = one.events.publishAsync("k", EVENT);

        kafka.answer();

        assertThat(second.join()).isEqualTo(new AlreadyPublished(first.join().sent()));
    }

    @Test
    void theWaitForAnotherInstanceHasABound() {
        kafka.hold();
        other.events.publishAsync("k", EVENT);
        awaitSent(1);

        InProgress failure = catchThrowableOfType(InProgress.class, () -> one.events.publish("k", EVENT));

        assertThat(failure.waited()).isBetween(Duration.ofMillis(200), Duration.ofSeconds(5));
        assertThat(failure.remaining()).isEqualTo(Publisher.LEASE);
        assertThat(failure.idempotencyKey()).isEqualTo("k");
        assertThat(one.outcomes).containsExactly(IdempotentOutcome.IN_PROGRESS);
        assertThat(kafka.sent()).hasSize(1);
    }

    @Test
    void afterACrashTheSameEventIsSentAgain() {
        kafka.hold();
        other.events.publishAsync("k", EVENT);
        awaitSent(1);
        store.advance(Publisher.LEASE); // the other one never comes back
        synchronized (kafka) {
            assertThat(kafka.sent()).hasSize(1);
        }
        Publisher afterwards = new Publisher(store, kafka);
        var second = afterwards.events.publishAsync("k", EVENT);
        awaitSent(2);

        assertThat(kafka.sent().get(1)).isEqualTo(kafka.sent().get(0));
        kafka.answer();
        assertThat(second.join()).isInstanceOf(Published.class);
        afterwards.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"BROKER_UNREACHABLE", "CIRCUIT_OPEN", "OUTCOME_UNKNOWN"})
    void anOutageIsTriedAgain(Reason reason) {
        kafka.fail(reason, reason);

        IdempotentPublication published = one.events.publish("k", EVENT);

        assertThat(published).isInstanceOf(Published.class);
        assertThat(kafka.sent()).hasSize(3).containsOnly(published.sent().metadata());
        assertThat(one.outcomes).containsExactly(IdempotentOutcome.PUBLISHED);
    }

    @ParameterizedTest
    @EnumSource(
            value = Reason.class,
            names = {"INVALID_EVENT", "REFUSED"})
    void whatIsRefusedForGoodIsNot(Reason reason) {
        kafka.fail(reason, reason);

        assertThat(failure(one).reason()).isEqualTo(reason);

        assertThat(kafka.sent()).hasSize(1);
        assertThat(one.outcomes).containsExactly(IdempotentOutcome.FAILED);
    }

    @Test
    void theAttemptsHaveABound() {
        kafka.fail(Reason.OUTCOME_UNKNOWN, Reason.OUTCOME_UNKNOWN, Reason.OUTCOME_UNKNOWN, Reason.OUTCOME_UNKNOWN);

        assertThat(failure(one).isOutcomeUnknown()).isTrue();

        assertThat(kafka.sent()).hasSize(3);
    }

    @Test
    void anEventThatWasNotSentGivesTheKeyBack() {
        kafka.fail(Reason.REFUSED);
        failure(one);

        assertThat(store.row("k")).isNull();
        assertThat(one.events.publish("k", OTHER)).isInstanceOf(Published.class);
    }

    @Test
    void anEventThatMayHaveBeenSentKeepsItsIdAndItsKey() {
        Publisher once = new Publisher(store, kafka, "retry.attempts=1");
        kafka.fail(Reason.OUTCOME_UNKNOWN);
        EventPublishingException unknown = failure(once);

        assertThatExceptionOfType(KeyReused.class).isThrownBy(() -> other.events.publish("k", OTHER));
        IdempotentPublication again = other.events.publish("k", EVENT);

        assertThat(again).isInstanceOf(Published.class);
        assertThat(again.sent().metadata().eventId()).isEqualTo(unknown.eventId());
        assertThat(kafka.sent().get(1)).isEqualTo(kafka.sent().get(0));
        once.close();
    }

    @Test
    void aLaterFailureDoesNotForgetThatTheEventMayHaveBeenSent() {
        kafka.fail(Reason.OUTCOME_UNKNOWN, Reason.BROKER_UNREACHABLE, Reason.BROKER_UNREACHABLE);
        failure(one);

        IdempotentPublication again = other.events.publish("k", EVENT);

        assertThat(store.calls).containsExactly("release k", "release k", "release k", "confirm k");
        assertThat(kafka.sent()).hasSize(4).containsOnly(again.sent().metadata());
    }

    @Test
    void anEventIsPublishedAlthoughItsKeyCannotBeConfirmed() {
        store.failAfterwards(true);

        IdempotentPublication published = one.events.publish("k", EVENT);

        assertThat(published).isInstanceOf(Published.class);
        assertThat(one.unconfirmed).isEqualTo(1);
        assertThat(one.outcomes).containsExactly(IdempotentOutcome.PUBLISHED);
        store.failAfterwards(false);
        store.advance(Publisher.LEASE);
        EventMetadata again = other.events.publish("k", EVENT).sent().metadata();
        assertThat(again).isEqualTo(published.sent().metadata());
    }

    @Test
    void aClaimThatCannotBeReleasedEndsWithItsLease() {
        Publisher once = new Publisher(store, kafka, "retry.attempts=1");
        store.failAfterwards(true);
        kafka.fail(Reason.REFUSED);

        assertThat(failure(once).reason()).isEqualTo(Reason.REFUSED);

        assertThatExceptionOfType(InProgress.class).isThrownBy(() -> other.events.publish("k", EVENT));
        store.failAfterwards(false);
        store.advance(Publisher.LEASE);
        assertThat(other.events.publish("k", EVENT)).isInstanceOf(Published.class);
        once.close();
    }

    @Test
    void aStoreThatFailsIsAskedAgain() {
        store.failClaims(2);
        assertThat(one.events.publish("k", EVENT)).isInstanceOf(Published.class);

        store.failClaims(3);
        assertThatExceptionOfType(IdempotencyStoreException.class).isThrownBy(() -> one.events.publish("l", EVENT));
        assertThat(kafka.sent()).hasSize(1);
    }

    @Test
    void onlyConfiguredFailuresAreTriedAgain() {
        Publisher picky = new Publisher(
                store, kafka, "retry.retryable-exceptions=com.bookstore.events.publishing.EventPublishingException");
        store.failClaims(1);

        assertThatExceptionOfType(IdempotencyStoreException.class).isThrownBy(() -> picky.events.publish("k", EVENT));
        assertThat(store.claimed).hasSize(1);
        picky.close();
    }

    @Test
    void nobodyWaitsBeyondTheDeadlineAndTheEventIsPublishedAllTheSame() {
        Publisher hasty = new Publisher(store, kafka, "deadline=100ms");
        kafka.hold();

        OutcomePending failure = catchThrowableOfType(OutcomePending.class, () -> hasty.events.publish("k", EVENT));

        assertThat(failure.reason()).isEqualTo(OutcomePending.Reason.DEADLINE);
        kafka.answer();
        assertThat(other.events.publish("k", EVENT).sent().metadata())
                .isEqualTo(kafka.sent().get(0));
        assertThat(kafka.sent()).hasSize(1);
        hasty.close();
    }

    @Test
    void noPauseGoesBeyondTheDeadline() {
        Publisher hasty =
                new Publisher(store, kafka, "deadline=5s", "retry.delay=1h", "retry.max-delay=1h", "retry.attempts=9");
        kafka.fail(Reason.BROKER_UNREACHABLE);

        long start = System.nanoTime();
        assertThat(failure(hasty).reason()).isEqualTo(Reason.BROKER_UNREACHABLE);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(3));
        kafka.fail(Reason.BROKER_UNREACHABLE);
        assertThat(hasty.events.publishAsync("k", EVENT)).failsWithin(Duration.ofSeconds(3));

        assertThat(kafka.sent()).hasSize(2);
        hasty.close();
    }

    @Test
    void aThreadThatIsInterruptedIsToldSoAndStaysInterrupted() {
        Thread.currentThread().interrupt();
        OutcomePending failure = catchThrowableOfType(OutcomePending.class, () -> one.events.publish("k", EVENT));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(failure.reason()).isEqualTo(OutcomePending.Reason.INTERRUPTED);
    }

    @Test
    void whatCannotBePublishedDoesNotEvenReachTheStore() {
        DomainEvent unregistered = () -> "k";

        assertThat(catchThrowableOfType(EventPublishingException.class, () -> one.events.publish("k", unregistered))
                        .reason())
                .isEqualTo(Reason.INVALID_EVENT);
        assertThatExceptionOfType(InvalidClaimException.class).isThrownBy(() -> one.events.publish("", EVENT));
        assertThat(one.events.publishAsync("k", null)).isCompletedExceptionally();
        assertThat(store.claimed).isEmpty();
    }

    private EventPublishingException failure(Publisher publisher) {
        return catchThrowableOfType(EventPublishingException.class, () -> publisher.events.publish("k", EVENT));
    }

    private void awaitSent(int events) {
        org.awaitility.Awaitility.await().until(() -> kafka.sent().size() == events);
    }
}
