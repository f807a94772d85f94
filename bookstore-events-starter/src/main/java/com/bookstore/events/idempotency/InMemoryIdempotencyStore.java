package com.bookstore.events.idempotency;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Keeps keys in this process: they are lost when it ends, other instances do not see them, and it keeps only so many. */
final class InMemoryIdempotencyStore implements IdempotencyStore {

    private final Cache<String, Entry> entries;
    private final Ticker ticker;
    private final long retention;
    private final AtomicLong tokens = new AtomicLong();

    InMemoryIdempotencyStore(int maxSize, Duration retention, Ticker ticker) {
        this.entries = Caffeine.newBuilder()
                .maximumSize(maxSize)
                .ticker(ticker)
                .expireAfter(Expiry.<String, Entry>writing(
                        (key, entry) -> Duration.ofNanos(entry.expiresAt() - ticker.read())))
                .build();
        this.ticker = ticker;
        this.retention = retention.toNanos();
    }

    @Override
    public List<ClaimResult> claim(List<Claim> claims, Duration lease) {
        IdempotencyLease.check("A lease", lease);
        List<ClaimResult> results = new ArrayList<>(claims.size());
        for (Claim claim : claims) {
            results.add(claim(claim, lease));
        }
        return results;
    }

    private ClaimResult claim(Claim claim, Duration lease) {
        String token = Long.toString(tokens.incrementAndGet());
        long now = ticker.read();
        long leaseEnd = now + lease.toNanos();
        Entry entry = entries.asMap().compute(claim.key(), (key, found) -> {
            if (found == null) {
                return new Entry(
                        claim.fingerprint(), claim.event(), token, token, leaseEnd, null, leaseEnd + retention);
            }
            return found.isFreeFor(claim, now) ? found.heldBy(token, leaseEnd, leaseEnd + retention) : found;
        });
        return entry.stored(now).answer(claim, token);
    }

    @Override
    public void confirm(List<Confirmation> confirmations) {
        for (Confirmation confirmation : confirmations) {
            change(
                    confirmation.key(),
                    entry -> entry.keepsTheEventOf(confirmation.token()),
                    entry -> entry.confirmed(confirmation.outcome(), ticker.read() + retention));
        }
    }

    @Override
    public void release(List<ClaimToken> tokens) {
        for (ClaimToken token : tokens) {
            change(token.key(), entry -> entry.isHeldBy(token.token()), this::released);
        }
    }

    @Override
    public void forget(List<ClaimToken> tokens) {
        for (ClaimToken token : tokens) {
            change(
                    token.key(),
                    entry -> entry.isHeldBy(token.token()),
                    entry -> entry.isResumed() ? released(entry) : null);
        }
    }

    private Entry released(Entry entry) {
        long now = ticker.read();
        return entry.heldBy(entry.token(), now, now + retention);
    }

    /** An entry is changed only while it is not confirmed. */
    private void change(String key, Predicate<Entry> condition, Function<Entry, @Nullable Entry> change) {
        entries.asMap()
                .computeIfPresent(
                        key,
                        (same, entry) ->
                                entry.outcome() == null && condition.test(entry) ? change.apply(entry) : entry);
    }

    private record Entry(
            String fingerprint,
            String event,
            String firstToken,
            String token,
            long leaseEnd,
            @Nullable String outcome,
            long expiresAt) {

        boolean isFreeFor(Claim claim, long now) {
            return outcome == null && leaseEnd - now <= 0 && fingerprint.equals(claim.fingerprint());
        }

        StoredClaim stored(long now) {
            return new StoredClaim(
                    fingerprint, event, firstToken, token, outcome, TimeUnit.NANOSECONDS.toMillis(leaseEnd - now));
        }

        boolean isResumed() {
            return !token.equals(firstToken);
        }

        boolean isHeldBy(String granted) {
            return token.equals(StoredClaim.holder(granted));
        }

        boolean keepsTheEventOf(String granted) {
            return firstToken.equals(StoredClaim.firstToken(granted));
        }

        Entry heldBy(String holder, long newLeaseEnd, long newExpiresAt) {
            return new Entry(fingerprint, event, firstToken, holder, newLeaseEnd, outcome, newExpiresAt);
        }

        Entry confirmed(String newOutcome, long newExpiresAt) {
            return new Entry(fingerprint, event, firstToken, token, leaseEnd, newOutcome, newExpiresAt);
        }
    }
}
