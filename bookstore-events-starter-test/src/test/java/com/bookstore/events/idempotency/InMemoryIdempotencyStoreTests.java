package com.bookstore.events.idempotency;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.idempotency.ClaimResult.AlreadyConfirmed;
import com.bookstore.events.idempotency.ClaimResult.Granted;
import com.bookstore.events.idempotency.ClaimResult.InProgress;
import com.bookstore.events.test.IdempotencyStoreBatchContract;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InMemoryIdempotencyStoreTests extends IdempotencyStoreBatchContract {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final AtomicLong time = new AtomicLong(Long.MAX_VALUE - 5);

    @Override
    protected IdempotencyStore store(Duration retention) {
        return new InMemoryIdempotencyStore(10_000, retention, Ticker.systemTicker());
    }

    @Test
    void leaseAndRetentionEndToTheNanosecond() {
        IdempotencyStore store = new InMemoryIdempotencyStore(10, DAY, time::get);
        Claim claim = new Claim("key", "same", "event");
        granted(store, claim);

        time.addAndGet(MINUTE.toNanos() - 1);
        assertThat(store.claim(List.of(claim), MINUTE).get(0)).isInstanceOf(InProgress.class);
        time.addAndGet(1);
        Granted granted = granted(store, claim);
        store.confirm(List.of(new Confirmation("key", granted.token(), "done")));

        time.addAndGet(DAY.toNanos() - 1);
        assertThat(store.claim(List.of(claim), MINUTE).get(0)).isInstanceOf(AlreadyConfirmed.class);
        time.addAndGet(1);
        assertThat(granted(store, claim).resumed()).isFalse();
    }

    @Test
    void keepsNoMoreKeysThanAllowed() {
        IdempotencyStore store = new InMemoryIdempotencyStore(100, DAY, time::get);
        List<Claim> claims = IntStream.range(0, 1_000)
                .mapToObj(i -> new Claim("key-" + i, "same", "event"))
                .toList();
        store.claim(claims, MINUTE);

        assertThat(store.claim(claims, MINUTE))
                .filteredOn(InProgress.class::isInstance)
                .hasSizeLessThan(200);
    }

    private static Granted granted(IdempotencyStore store, Claim claim) {
        return (Granted) store.claim(List.of(claim), MINUTE).get(0);
    }
}
