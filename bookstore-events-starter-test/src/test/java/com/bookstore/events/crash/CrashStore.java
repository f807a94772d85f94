package com.bookstore.events.crash;

import com.bookstore.events.idempotency.Claim;
import com.bookstore.events.idempotency.ClaimResult;
import com.bookstore.events.idempotency.ClaimResult.Granted;
import com.bookstore.events.idempotency.ClaimToken;
import com.bookstore.events.idempotency.Confirmation;
import com.bookstore.events.idempotency.IdempotencyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A store that crashes after claims and before confirmations, and can be made to promise less. */
final class CrashStore implements IdempotencyStore {

    private static final String NOWHERE = "{\"topic\":\"" + CrashEvent.TOPIC + "\",\"partition\":0,\"offset\":0}";

    private final IdempotencyStore store;
    private final Halts halts;
    private final CurrentMutation mutation;

    CrashStore(IdempotencyStore store, Halts halts, CurrentMutation mutation) {
        this.store = store;
        this.halts = halts;
        this.mutation = mutation;
    }

    @Override
    public List<ClaimResult> claim(List<Claim> claims, Duration lease) {
        List<ClaimResult> results = mutated(claims, lease);
        halts.hit(CrashPoint.AFTER_CLAIM);
        return results;
    }

    private List<ClaimResult> mutated(List<Claim> claims, Duration lease) {
        return switch (mutation.get()) {
            case GRANT_ALL -> grantAll(claims);
            case CONFIRM_AT_CLAIM -> confirmed(store.claim(claims, lease));
            case FORGET_EVENT -> withNewEvents(claims, store.claim(claims, lease));
            default -> store.claim(claims, lease);
        };
    }

    private static List<ClaimResult> grantAll(List<Claim> claims) {
        return claims.stream()
                .<ClaimResult>map(claim -> new Granted(claim.key(), "none", claim.event(), false))
                .toList();
    }

    private List<ClaimResult> confirmed(List<ClaimResult> results) {
        store.confirm(results.stream()
                .filter(Granted.class::isInstance)
                .map(Granted.class::cast)
                .map(granted -> new Confirmation(granted.key(), granted.token(), NOWHERE))
                .toList());
        return results;
    }

    private static List<ClaimResult> withNewEvents(List<Claim> claims, List<ClaimResult> results) {
        List<ClaimResult> forgetful = new ArrayList<>(results);
        for (int i = 0; i < claims.size(); i++) {
            if (results.get(i) instanceof Granted granted) {
                String event = claims.get(i).event();
                forgetful.set(i, new Granted(granted.key(), granted.token(), event, granted.resumed()));
            }
        }
        return forgetful;
    }

    @Override
    public void confirm(List<Confirmation> confirmations) {
        halts.hit(CrashPoint.BEFORE_CONFIRM);
        store.confirm(confirmations);
    }

    @Override
    public void release(List<ClaimToken> tokens) {
        store.release(tokens);
    }

    @Override
    public void forget(List<ClaimToken> tokens) {
        store.forget(tokens);
    }
}
