package com.bookstore.events.idempotency;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * A claim on its way to a store.
 *
 * @param token is written into the store if the claim is granted, and so tells it from all others
 */
record AskedClaim(Claim claim, String token) {

    /** Gives each claim a token made of an id that no other call has. */
    static List<AskedClaim> all(List<Claim> claims, String id) {
        List<AskedClaim> asked = new ArrayList<>(claims.size());
        for (Claim claim : claims) {
            asked.add(new AskedClaim(claim, id + "-" + asked.size()));
        }
        return asked;
    }

    String key() {
        return claim.key();
    }

    String fingerprint() {
        return claim.fingerprint();
    }

    String event() {
        return claim.event();
    }

    /** What a store has of a key that was new, and that this claim has got. */
    StoredClaim granted(Duration lease) {
        return new StoredClaim(claim.fingerprint(), claim.event(), token, token, null, lease.toMillis());
    }

    ClaimResult answer(StoredClaim stored) {
        return stored.answer(claim, token);
    }
}
