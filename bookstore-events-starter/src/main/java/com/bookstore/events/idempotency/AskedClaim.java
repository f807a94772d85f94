package com.bookstore.events.idempotency;

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

    ClaimResult answer(StoredClaim stored) {
        return stored.answer(claim, token);
    }
}
