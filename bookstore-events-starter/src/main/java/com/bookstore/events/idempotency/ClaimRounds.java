package com.bookstore.events.idempotency;

import com.bookstore.events.idempotency.ClaimResult.Granted;
import com.bookstore.events.idempotency.ClaimResult.InProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Lets a store that claims many keys by one statement answer keys that come several times:
 *
 * <ol>
 *   <li>Claims of one key with one fingerprint are asked once.
 *   <li>Claims of one key with different fingerprints are asked one after the other, each in a round of its own.
 *   <li>A claim that comes again after it was granted is in progress; any other answer stays the same.
 * </ol>
 */
final class ClaimRounds {

    private ClaimRounds() {}

    /**
     * Claims in rounds, which is one unless keys come several times.
     *
     * @param round claims distinct keys, answers in their order
     */
    static List<ClaimResult> claim(List<Claim> claims, Duration lease, Function<List<Claim>, List<ClaimResult>> round) {
        Set<String> keys = claims.stream().map(Claim::key).collect(Collectors.toSet());
        if (keys.size() == claims.size()) {
            return claims.isEmpty() ? List.of() : round.apply(claims);
        }
        Map<Wish, ClaimResult> answers = ask(claims, round);
        List<ClaimResult> results = new ArrayList<>(claims.size());
        for (Claim claim : claims) {
            ClaimResult answer = answers.get(Wish.of(claim));
            results.add(answer);
            if (answer instanceof Granted granted) {
                answers.put(Wish.of(claim), new InProgress(granted.key(), lease));
            }
        }
        return results;
    }

    private static Map<Wish, ClaimResult> ask(List<Claim> claims, Function<List<Claim>, List<ClaimResult>> round) {
        Map<Wish, Claim> open = new LinkedHashMap<>();
        claims.forEach(claim -> open.putIfAbsent(Wish.of(claim), claim));
        Map<Wish, ClaimResult> answers = new HashMap<>();
        while (!open.isEmpty()) {
            Set<String> keys = new HashSet<>();
            List<Claim> next = open.values().stream()
                    .filter(claim -> keys.add(claim.key()))
                    .toList();
            List<ClaimResult> results = round.apply(next);
            for (int i = 0; i < next.size(); i++) {
                Wish wish = Wish.of(next.get(i));
                answers.put(wish, results.get(i));
                open.remove(wish);
            }
        }
        return answers;
    }

    private record Wish(String key, String fingerprint) {
        static Wish of(Claim claim) {
            return new Wish(claim.key(), claim.fingerprint());
        }
    }
}
