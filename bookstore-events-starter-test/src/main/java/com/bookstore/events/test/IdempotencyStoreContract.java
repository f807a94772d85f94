package com.bookstore.events.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.idempotency.Claim;
import com.bookstore.events.idempotency.ClaimResult;
import com.bookstore.events.idempotency.ClaimResult.AlreadyConfirmed;
import com.bookstore.events.idempotency.ClaimResult.Conflict;
import com.bookstore.events.idempotency.ClaimResult.Granted;
import com.bookstore.events.idempotency.ClaimResult.InProgress;
import com.bookstore.events.idempotency.Confirmation;
import com.bookstore.events.idempotency.IdempotencyStore;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/**
 * What every {@link IdempotencyStore} promises for one key. Extend {@link IdempotencyStoreBatchContract} to test a store
 * of your own against all of it.
 */
public abstract class IdempotencyStoreContract {

    static final Duration LONG = Duration.ofMinutes(5);
    private static final Duration SHORT = Duration.ofMillis(250);
    private static final Duration PRECISION = Duration.ofMillis(20);

    private static final String EVENT = "{\"eventId\":\"first\"}";
    private static final String OTHER_EVENT = "{\"eventId\":\"other\"}";
    private static final String OUTCOME = "orders-3@42";

    private final String run = UUID.randomUUID().toString();

    /**
     * Returns the store to test; it may be shared by tests, as each uses keys of its own.
     *
     * @param retention how long it must remember keys
     * @return a store
     */
    protected abstract IdempotencyStore store(Duration retention);

    final String key(String name) {
        return run + name;
    }

    private final Claim claim = new Claim(key("one"), "same", EVENT);
    private final Claim otherEvent = new Claim(key("one"), "same", OTHER_EVENT);
    private final Claim otherFingerprint = new Claim(key("one"), "different", OTHER_EVENT);

    static ClaimResult claim(IdempotencyStore store, Claim claim, Duration lease) {
        List<ClaimResult> results = store.claim(List.of(claim), lease);
        assertThat(results).hasSize(1);
        return results.get(0);
    }

    static Granted granted(IdempotencyStore store, Claim claim, Duration lease) {
        ClaimResult result = claim(store, claim, lease);
        assertThat(result).isInstanceOf(Granted.class);
        return (Granted) result;
    }

    private static void confirm(IdempotencyStore store, Granted granted, String outcome) {
        store.confirm(List.of(new Confirmation(granted.key(), granted.token(), outcome)));
    }

    private static Granted awaitGrant(IdempotencyStore store, Claim claim) {
        return (Granted) Awaitility.await()
                .pollInterval(Duration.ofMillis(10))
                .until(() -> claim(store, claim, LONG), Granted.class::isInstance);
    }

    @Test
    void theFirstClaimIsGrantedWithItsOwnEvent() {
        Granted granted = granted(store(LONG), claim, LONG);

        assertThat(granted.key()).isEqualTo(claim.key());
        assertThat(granted.event()).isEqualTo(EVENT);
        assertThat(granted.resumed()).isFalse();
        assertThat(granted.token()).isNotBlank();
    }

    @Test
    void aClaimedKeyIsInProgressUntilItsLeaseEnds() {
        IdempotencyStore store = store(LONG);
        granted(store, claim, LONG);

        assertThat(claim(store, otherEvent, SHORT)).isInstanceOfSatisfying(InProgress.class, progress -> {
            assertThat(progress.key()).isEqualTo(claim.key());
            assertThat(progress.remaining()).isCloseTo(LONG, Duration.ofSeconds(30));
        });
    }

    @Test
    void aConfirmedKeyTellsEventAndOutcome() {
        IdempotencyStore store = store(LONG);
        confirm(store, granted(store, claim, LONG), OUTCOME);

        assertThat(claim(store, otherEvent, LONG)).isEqualTo(new AlreadyConfirmed(claim.key(), EVENT, OUTCOME));
    }

    @Test
    void anEmptyOutcomeConfirmsToo() {
        IdempotencyStore store = store(LONG);
        confirm(store, granted(store, claim, LONG), "");

        assertThat(claim(store, claim, LONG)).isEqualTo(new AlreadyConfirmed(claim.key(), EVENT, ""));
    }

    @Test
    void anotherFingerprintIsAConflictWhateverBecameOfTheFirst() {
        IdempotencyStore store = store(LONG);
        Conflict conflict = new Conflict(claim.key(), EVENT);

        Granted granted = granted(store, claim, LONG);
        assertThat(claim(store, otherFingerprint, LONG)).isEqualTo(conflict);
        store.release(List.of(granted.claimToken()));
        assertThat(claim(store, otherFingerprint, LONG)).isEqualTo(conflict);
        confirm(store, granted, OUTCOME);
        assertThat(claim(store, otherFingerprint, LONG)).isEqualTo(conflict);
    }

    @Test
    void aClaimThatIsNeverConfirmedIsResumedWithTheSameEventWhenItsLeaseEnds() {
        IdempotencyStore store = store(LONG);
        long before = System.nanoTime();
        Granted crashed = granted(store, claim, SHORT);

        Granted next = awaitGrant(store, otherEvent);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(SHORT.minus(PRECISION));
        assertThat(next.event()).isEqualTo(EVENT);
        assertThat(next.resumed()).isTrue();
        assertThat(next.token()).isNotEqualTo(crashed.token());
        assertThat(claim(store, claim, LONG)).isInstanceOf(InProgress.class);
    }

    @Test
    void aReleasedClaimIsResumedAtOnce() {
        IdempotencyStore store = store(LONG);
        store.release(List.of(granted(store, claim, LONG).claimToken()));

        Granted next = granted(store, otherEvent, LONG);

        assertThat(next.event()).isEqualTo(EVENT);
        assertThat(next.resumed()).isTrue();
    }

    @Test
    void aForgottenClaimIsAsIfNeverMade() {
        IdempotencyStore store = store(LONG);
        store.forget(List.of(granted(store, claim, LONG).claimToken()));

        Granted next = granted(store, otherFingerprint, LONG);

        assertThat(next.event()).isEqualTo(OTHER_EVENT);
        assertThat(next.resumed()).isFalse();
    }

    @Test
    void aResumedClaimIsReleasedRatherThanForgotten() {
        IdempotencyStore store = store(LONG);
        store.release(List.of(granted(store, claim, LONG).claimToken()));
        store.forget(List.of(granted(store, claim, LONG).claimToken()));

        assertThat(granted(store, otherEvent, LONG).event()).isEqualTo(EVENT);
    }

    @Test
    void aTokenThatLostItsKeyNeitherReleasesNorForgets() {
        IdempotencyStore store = store(LONG);
        Granted stale = granted(store, claim, LONG);
        store.release(List.of(stale.claimToken()));
        granted(store, claim, LONG);

        store.release(List.of(stale.claimToken()));
        store.forget(List.of(stale.claimToken()));

        assertThat(claim(store, claim, LONG)).isInstanceOf(InProgress.class);
    }

    @Test
    void aTokenThatLostItsKeyStillConfirmsTheSameEvent() {
        IdempotencyStore store = store(LONG);
        Granted stale = granted(store, claim, LONG);
        store.release(List.of(stale.claimToken()));
        Granted holder = granted(store, claim, LONG);

        confirm(store, stale, OUTCOME);
        confirm(store, holder, "later");

        assertThat(claim(store, claim, LONG)).isEqualTo(new AlreadyConfirmed(claim.key(), EVENT, OUTCOME));
    }

    @Test
    void aTokenDoesNotConfirmAnotherEventThanItsOwn() {
        IdempotencyStore store = store(LONG);
        Granted stale = granted(store, claim, LONG);
        store.forget(List.of(stale.claimToken()));
        granted(store, otherEvent, LONG);

        confirm(store, stale, OUTCOME);

        assertThat(claim(store, claim, LONG)).isInstanceOf(InProgress.class);
    }

    @Test
    void aConfirmedKeyIsNeitherReleasedNorForgottenNorConfirmedAgain() {
        IdempotencyStore store = store(LONG);
        Granted granted = granted(store, claim, LONG);
        confirm(store, granted, OUTCOME);

        store.release(List.of(granted.claimToken()));
        store.forget(List.of(granted.claimToken()));
        confirm(store, granted, "again");

        assertThat(claim(store, claim, LONG)).isEqualTo(new AlreadyConfirmed(claim.key(), EVENT, OUTCOME));
    }

    @Test
    void aConfirmedKeyStaysSoWhenTheLeaseOfItsClaimHasEnded() {
        IdempotencyStore store = store(LONG);
        confirm(store, granted(store, claim, SHORT), OUTCOME);

        AlreadyConfirmed confirmed = new AlreadyConfirmed(claim.key(), EVENT, OUTCOME);
        Awaitility.await().during(SHORT.multipliedBy(2)).until(() -> claim(store, claim, LONG), confirmed::equals);
    }

    @Test
    void aConfirmedKeyIsRememberedForTheRetention() {
        IdempotencyStore store = store(SHORT);
        Granted granted = granted(store, claim, SHORT);
        long before = System.nanoTime();
        confirm(store, granted, OUTCOME);

        Granted next = awaitGrant(store, otherFingerprint);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isGreaterThan(SHORT.minus(PRECISION));
        assertThat(next.event()).isEqualTo(OTHER_EVENT);
        assertThat(next.resumed()).isFalse();
        assertThat(claim(store, otherFingerprint, LONG)).isInstanceOf(InProgress.class);
    }

    @Test
    void anUnconfirmedKeyIsRememberedForTheRetentionAfterItsLease() {
        IdempotencyStore store = store(SHORT);
        long before = System.nanoTime();
        granted(store, claim, SHORT);

        Granted next = awaitGrant(store, otherFingerprint);

        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isGreaterThan(SHORT.multipliedBy(2).minus(PRECISION));
        assertThat(next.event()).isEqualTo(OTHER_EVENT);
        assertThat(next.resumed()).isFalse();
    }
}
