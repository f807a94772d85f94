package com.bookstore.events.test;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.idempotency.Claim;
import com.bookstore.events.idempotency.ClaimResult;
import com.bookstore.events.idempotency.ClaimResult.AlreadyConfirmed;
import com.bookstore.events.idempotency.ClaimResult.Conflict;
import com.bookstore.events.idempotency.ClaimResult.Granted;
import com.bookstore.events.idempotency.ClaimResult.InProgress;
import com.bookstore.events.idempotency.ClaimToken;
import com.bookstore.events.idempotency.Confirmation;
import com.bookstore.events.idempotency.IdempotencyStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What every {@link IdempotencyStore} promises for many keys, many claimers and unusual texts; and for one key. */
public abstract class IdempotencyStoreBatchContract extends IdempotencyStoreContract {

    private static final int CLAIMERS = 50;

    private static final List<String> ODD_KEYS = List.of(
            "key",
            "Key",
            "KEY",
            "key ",
            "key  ",
            " key",
            "key\t",
            "key\n",
            "k\u00e9y",
            "ke\u0301y",
            "kEy",
            "\u212aey",
            "stra\u00dfe",
            "strasse",
            "STRASSE",
            "\u0131",
            "i",
            "I",
            "\u0130",
            "\ud83d\ude00",
            "\ud83d\ude01",
            "k_y",
            "k%y",
            "k\\y",
            "k'y",
            "k\"y",
            "{key}",
            "${key}",
            "key\u200b",
            "\u202ekey",
            "\ufeffkey",
            "\u0001");

    @Test
    void ofManyClaimersOfANewKeyOneIsGranted() throws Exception {
        IdempotencyStore store = store(LONG);
        Claim claim = new Claim(key("contended"), "same", "event");

        assertThat(grants(together(CLAIMERS, claimer -> store.claim(List.of(claim), LONG))))
                .hasSize(1);
    }

    @Test
    void ofManyClaimersOfAnEndedLeaseOneIsGranted() throws Exception {
        IdempotencyStore store = store(LONG);
        for (int round = 0; round < 5; round++) {
            Claim claim = new Claim(key("contended" + round), "same", "event");
            store.release(List.of(granted(store, claim, LONG).claimToken()));

            assertThat(grants(together(CLAIMERS, claimer -> store.claim(List.of(claim), LONG))))
                    .hasSize(1);
        }
    }

    @Test
    void batchesOfTheSameKeysInAnyOrderGrantEachKeyOnce() throws Exception {
        IdempotencyStore store = store(LONG);
        List<Claim> claims = claims(100);

        List<ClaimResult> results = together(8, claimer -> {
            List<Claim> shuffled = new ArrayList<>(claims);
            Collections.shuffle(shuffled, new Random(claimer));
            List<ClaimResult> own = store.claim(shuffled, LONG);
            assertThat(own.stream().map(ClaimResult::key))
                    .containsExactlyElementsOf(shuffled.stream().map(Claim::key).toList());
            return own;
        });

        assertThat(grants(results).stream().map(Granted::key))
                .containsExactlyInAnyOrderElementsOf(
                        claims.stream().map(Claim::key).toList());
    }

    @Test
    void batchesThatClaimConfirmReleaseAndForgetTheSameKeysNeverFail() throws Exception {
        IdempotencyStore store = store(LONG);
        List<Claim> claims = claims(60);

        together(6, claimer -> {
            Random random = new Random(claimer);
            for (int round = 0; round < 15; round++) {
                List<Claim> some = new ArrayList<>(claims);
                Collections.shuffle(some, random);
                List<Granted> granted = grants(store.claim(some.subList(0, 30), LONG));
                store.release(tokens(granted, 0));
                store.forget(tokens(granted, 1));
                store.confirm(granted.stream()
                        .filter(one -> one.key().hashCode() % 7 == 2)
                        .map(one -> new Confirmation(one.key(), one.token(), "done"))
                        .toList());
            }
            return List.of();
        });
    }

    private static List<ClaimToken> tokens(List<Granted> granted, int kind) {
        return granted.stream()
                .filter(one -> one.key().hashCode() % 7 == kind)
                .map(Granted::claimToken)
                .toList();
    }

    @Test
    void aBatchIsAnsweredInItsOrderAndAKeyThatComesAgainAsIfClaimedAfterwards() {
        IdempotencyStore store = store(LONG);
        Granted confirmed = granted(store, claim("confirmed", "same", "event c"), LONG);
        store.confirm(List.of(new Confirmation(confirmed.key(), confirmed.token(), "done")));
        granted(store, claim("held", "same", "event h"), LONG);
        store.release(List.of(
                granted(store, claim("released", "same", "event r"), LONG).claimToken()));

        List<Claim> claims = new ArrayList<>();
        for (String one : List.of("new", "confirmed", "new", "held", "released!", "released", "new!", "confirmed!")) {
            claims.add(claim(one.replace("!", ""), one.endsWith("!") ? "different" : "same", "event n"));
        }
        List<ClaimResult> results = store.claim(claims, LONG);

        assertThat(results.stream().map(ClaimResult::key))
                .containsExactlyElementsOf(claims.stream().map(Claim::key).toList());
        assertThat(results.get(0)).matches(result -> isGranted(result, "event n", false));
        assertThat(results.get(1)).isEqualTo(new AlreadyConfirmed(key("confirmed"), "event c", "done"));
        assertThat(results.get(2)).isInstanceOf(InProgress.class);
        assertThat(results.get(3)).isInstanceOf(InProgress.class);
        assertThat(results.get(4)).isEqualTo(new Conflict(key("released"), "event r"));
        assertThat(results.get(5)).matches(result -> isGranted(result, "event r", true));
        assertThat(results.get(6)).isEqualTo(new Conflict(key("new"), "event n"));
        assertThat(results.get(7)).isEqualTo(new Conflict(key("confirmed"), "event c"));
    }

    private Claim claim(String name, String fingerprint, String event) {
        return new Claim(key(name), fingerprint, event);
    }

    private static boolean isGranted(ClaimResult result, String event, boolean resumed) {
        return result instanceof Granted granted && granted.event().equals(event) && granted.resumed() == resumed;
    }

    @Test
    void aThousandKeysAreClaimedConfirmedReleasedAndForgottenAtOnce() {
        IdempotencyStore store = store(LONG);
        List<Claim> claims = claims(1_000);

        List<Granted> granted = grants(store.claim(claims, LONG));
        assertThat(granted).hasSize(1_000);
        store.confirm(granted.subList(0, 400).stream()
                .map(one -> new Confirmation(one.key(), one.token(), "outcome of " + one.key()))
                .toList());
        store.release(
                granted.subList(400, 700).stream().map(Granted::claimToken).toList());
        store.forget(
                granted.subList(700, 1_000).stream().map(Granted::claimToken).toList());

        List<ClaimResult> again = store.claim(claims, LONG);
        assertThat(again.subList(0, 400)).allSatisfy(result -> assertThat(result)
                .isEqualTo(
                        new AlreadyConfirmed(result.key(), "event of " + result.key(), "outcome of " + result.key())));
        assertThat(again.subList(400, 700)).allMatch(result -> isGranted(result, "event of " + result.key(), true));
        assertThat(again.subList(700, 1_000)).allMatch(result -> isGranted(result, "event of " + result.key(), false));
    }

    @Test
    void nothingIsAskedForNothing() {
        IdempotencyStore store = store(LONG);

        assertThat(store.claim(List.of(), LONG)).isEmpty();
        store.confirm(List.of());
        store.release(List.of());
        store.forget(List.of());
    }

    @Test
    void keysAreComparedExactly() {
        IdempotencyStore store = store(LONG);
        String longest = "x".repeat(255 - key("").length());
        List<Claim> claims = Stream.concat(
                        ODD_KEYS.stream(),
                        Stream.of(longest, longest.substring(1) + "y", "\ud83d\ude00".repeat(longest.length() / 2)))
                .map(name -> new Claim(key(name), "same", "event of " + name))
                .toList();

        assertThat(store.claim(claims, LONG))
                .allMatch(result -> isGranted(result, "event of " + result.key().substring(key("").length()), false));
        assertThat(store.claim(claims, LONG)).allMatch(result -> result instanceof InProgress);
    }

    @Test
    void whatIsKeptComesBackAsItWas() {
        IdempotencyStore store = store(LONG);
        String fingerprint = "0123456789abcdef".repeat(8);
        String event = "{\"a\":\"\\u0000 '\"\n\r\t\ud83d\ude00\u00e9\u202e\ufffd%s ? :x ${y}\"}  ".repeat(150);
        String outcome = "\ud83d\ude00\u00e9'\"\\ \n".repeat(450);
        Claim claim = new Claim(key("texts"), fingerprint, event);

        Granted granted = granted(store, claim, LONG);
        store.confirm(List.of(new Confirmation(granted.key(), granted.token(), outcome)));

        assertThat(granted.event()).isEqualTo(event);
        assertThat(claim(store, claim, LONG)).isEqualTo(new AlreadyConfirmed(claim.key(), event, outcome));
    }

    private List<Claim> claims(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Claim(key("-" + i), "same", "event of " + key("-" + i)))
                .toList();
    }

    private static List<Granted> grants(List<ClaimResult> results) {
        return results.stream()
                .filter(Granted.class::isInstance)
                .map(Granted.class::cast)
                .toList();
    }

    /** Starts all at the same time and collects what they got. */
    private static List<ClaimResult> together(int claimers, Function<Integer, List<ClaimResult>> work)
            throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(claimers);
        try {
            List<Callable<List<ClaimResult>>> tasks = IntStream.range(0, claimers)
                    .<Callable<List<ClaimResult>>>mapToObj(claimer -> () -> work.apply(claimer))
                    .toList();
            List<ClaimResult> results = new ArrayList<>();
            for (Future<List<ClaimResult>> future : threads.invokeAll(tasks)) {
                results.addAll(future.get());
            }
            return results;
        } finally {
            threads.shutdownNow();
        }
    }
}
