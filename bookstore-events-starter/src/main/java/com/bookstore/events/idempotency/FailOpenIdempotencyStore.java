package com.bookstore.events.idempotency;

import com.bookstore.events.idempotency.ClaimResult.Granted;
import com.bookstore.events.idempotency.ClaimResult.InProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Grants every claim while its store fails: events are published rather than refused, and may be published twice. Warns
 * once per outage, and tells at its end how many claims were granted so.
 */
final class FailOpenIdempotencyStore implements IdempotencyStore, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(FailOpenIdempotencyStore.class);

    private static final String UNPROTECTED = "unprotected";

    private final IdempotencyStore store;
    private final AtomicBoolean outage = new AtomicBoolean();
    private final AtomicLong granted = new AtomicLong();

    FailOpenIdempotencyStore(IdempotencyStore store) {
        this.store = store;
    }

    @Override
    public List<ClaimResult> claim(List<Claim> claims, Duration lease) {
        try {
            List<ClaimResult> results = store.claim(claims, lease);
            endOutage();
            return results;
        } catch (IdempotencyStoreException failure) {
            beginOutage(failure);
            granted.addAndGet(claims.size());
            return unprotected(claims, lease);
        }
    }

    private static List<ClaimResult> unprotected(List<Claim> claims, Duration lease) {
        Set<String> keys = new HashSet<>();
        List<ClaimResult> results = new ArrayList<>(claims.size());
        for (Claim claim : claims) {
            results.add(
                    keys.add(claim.key())
                            ? new Granted(claim.key(), UNPROTECTED, claim.event(), false)
                            : new InProgress(claim.key(), lease));
        }
        return results;
    }

    @Override
    public void confirm(List<Confirmation> confirmations) {
        tell(confirmations, Confirmation::token, store::confirm);
    }

    @Override
    public void release(List<ClaimToken> tokens) {
        tell(tokens, ClaimToken::token, store::release);
    }

    @Override
    public void forget(List<ClaimToken> tokens) {
        tell(tokens, ClaimToken::token, store::forget);
    }

    private <T> void tell(List<T> all, Function<T, String> token, Consumer<List<T>> step) {
        List<T> known = all.stream()
                .filter(one -> !token.apply(one).equals(UNPROTECTED))
                .toList();
        try {
            step.accept(known);
        } catch (IdempotencyStoreException failure) {
            beginOutage(failure);
        }
    }

    private void beginOutage(IdempotencyStoreException failure) {
        if (outage.compareAndSet(false, true)) {
            log.warn("Events are published without protection from being published twice: {}", failure.getMessage());
        }
    }

    private void endOutage() {
        if (outage.compareAndSet(true, false)) {
            log.warn("The idempotency store is back; {} claims were granted without it", granted.getAndSet(0));
        }
    }

    @Override
    public void close() throws Exception {
        if (store instanceof AutoCloseable closeable) {
            closeable.close();
        }
    }
}
