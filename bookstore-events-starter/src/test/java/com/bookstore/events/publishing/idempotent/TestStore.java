package com.bookstore.events.publishing.idempotent;

import com.bookstore.events.idempotency.Claim;
import com.bookstore.events.idempotency.ClaimResult;
import com.bookstore.events.idempotency.ClaimToken;
import com.bookstore.events.idempotency.Confirmation;
import com.bookstore.events.idempotency.IdempotencyStore;
import com.bookstore.events.idempotency.IdempotencyStoreException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** A store in memory that counts its calls, keeps a clock the test moves, and fails when it is told to. */
final class TestStore implements IdempotencyStore {

    final List<Integer> claimed = new ArrayList<>();
    final List<Integer> confirmed = new ArrayList<>();
    final List<String> calls = new ArrayList<>();

    private final Map<String, Row> rows = new HashMap<>();
    private long now;
    private int tokens;
    private int failingClaims;
    private boolean failingAfterwards;
    private volatile @Nullable CountDownLatch gate;
    private volatile boolean hanging;

    /** The next so many claims fail. */
    synchronized void failClaims(int times) {
        failingClaims = times;
    }

    /** What comes after a claim fails from now on, or no longer. */
    synchronized void failAfterwards(boolean failing) {
        failingAfterwards = failing;
    }

    /** Claims and confirmations hang until the returned latch opens. */
    CountDownLatch hang() {
        CountDownLatch latch = new CountDownLatch(1);
        gate = latch;
        return latch;
    }

    /** Whether a call hangs, or has. */
    boolean isHanging() {
        return hanging;
    }

    synchronized void advance(Duration duration) {
        now += duration.toMillis();
    }

    synchronized @Nullable Row row(String key) {
        return rows.get(key);
    }

    @Override
    public List<ClaimResult> claim(List<Claim> claims, Duration lease) {
        await();
        synchronized (this) {
            claimed.add(claims.size());
            if (failingClaims > 0) {
                failingClaims--;
                throw down("claim");
            }
            return claims.stream().map(claim -> claim(claim, lease)).toList();
        }
    }

    private ClaimResult claim(Claim claim, Duration lease) {
        Row row = rows.get(claim.key());
        if (row != null && !row.fingerprint.equals(claim.fingerprint())) {
            return new ClaimResult.Conflict(claim.key(), row.event);
        }
        if (row != null && row.outcome != null) {
            return new ClaimResult.AlreadyConfirmed(claim.key(), row.event, row.outcome);
        }
        if (row != null && row.end > now) {
            return new ClaimResult.InProgress(claim.key(), Duration.ofMillis(row.end - now));
        }
        String event = row == null ? claim.event() : row.event;
        String token = "t" + ++tokens;
        rows.put(claim.key(), new Row(claim.fingerprint(), event, token, now + lease.toMillis(), null));
        return new ClaimResult.Granted(claim.key(), token, event, row != null);
    }

    @Override
    public void confirm(List<Confirmation> confirmations) {
        await();
        keep(confirmations);
    }

    private synchronized void keep(List<Confirmation> confirmations) {
        confirmed.add(confirmations.size());
        called("confirm", confirmations.get(0).key());
        confirmations.forEach(confirmation -> rows.computeIfPresent(
                confirmation.key(),
                (key, row) -> new Row(row.fingerprint, row.event, row.token, row.end, confirmation.outcome())));
    }

    @Override
    public synchronized void release(List<ClaimToken> tokens) {
        called("release", tokens.get(0).key());
        tokens.forEach(token -> rows.computeIfPresent(
                token.key(),
                (key, row) -> row.token.equals(token.token())
                        ? new Row(row.fingerprint, row.event, row.token, now, null)
                        : row));
    }

    @Override
    public synchronized void forget(List<ClaimToken> tokens) {
        called("forget", tokens.get(0).key());
        tokens.forEach(token ->
                rows.computeIfPresent(token.key(), (key, row) -> row.token.equals(token.token()) ? null : row));
    }

    private void called(String operation, String key) {
        calls.add(operation + " " + key);
        if (failingAfterwards) {
            throw down(operation);
        }
    }

    private static IdempotencyStoreException down(String operation) {
        return new IdempotencyStoreException(
                "test", operation, IdempotencyStoreException.Reason.UNREACHABLE, "it is switched off", null);
    }

    private void await() {
        CountDownLatch latch = gate;
        if (latch != null) {
            hanging = true;
            try {
                latch.await();
            } catch (InterruptedException interrupted) {
                throw down("claim");
            }
        }
    }

    /** Something else has written to the store. */
    synchronized void spoil(String key) {
        rows.computeIfPresent(key, (same, row) -> new Row(row.fingerprint, "?", row.token, row.end, "?"));
    }

    record Row(String fingerprint, String event, String token, long end, @Nullable String outcome) {}
}
