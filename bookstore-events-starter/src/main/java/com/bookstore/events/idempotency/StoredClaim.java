package com.bookstore.events.idempotency;

import com.bookstore.events.idempotency.ClaimResult.AlreadyConfirmed;
import com.bookstore.events.idempotency.ClaimResult.Conflict;
import com.bookstore.events.idempotency.ClaimResult.Granted;
import com.bookstore.events.idempotency.ClaimResult.InProgress;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What a store has of a key after somebody tried to claim it.
 *
 * @param firstToken of the first claim, for which the event is kept
 * @param token of the claim that holds the key, or held it last
 * @param outcome {@code null} while it is not confirmed
 * @param remainingMillis until the lease ends; not positive if it has
 */
record StoredClaim(
        String fingerprint,
        String event,
        String firstToken,
        String token,
        @Nullable String outcome,
        long remainingMillis) {

    private static final char SEPARATOR = '.';

    ClaimResult answer(Claim claim, String askedWith) {
        if (token.equals(askedWith)) {
            return new Granted(claim.key(), firstToken + SEPARATOR + token, event, !token.equals(firstToken));
        }
        if (!fingerprint.equals(claim.fingerprint())) {
            return new Conflict(claim.key(), event);
        }
        return outcome == null
                ? new InProgress(claim.key(), Duration.ofMillis(Math.max(0, remainingMillis)))
                : new AlreadyConfirmed(claim.key(), event, outcome);
    }

    /** From what a grant returned; what is no such text belongs to no claim. */
    static String firstToken(String granted) {
        return granted.substring(0, Math.max(0, granted.indexOf(SEPARATOR)));
    }

    /** From what a grant returned; what is no such text belongs to no claim. */
    static String holder(String granted) {
        return granted.substring(granted.indexOf(SEPARATOR) + 1);
    }
}
