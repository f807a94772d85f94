package com.bookstore.events.idempotency;

import java.time.Duration;
import java.util.List;

/**
 * Remembers idempotency keys. A key is claimed before its event is sent, and confirmed afterwards:
 *
 * <ol>
 *   <li>The first claim of a key keeps the event with it. Of any number of claims at the same time, one is granted.
 *   <li>A granted claim holds the key for its lease. Meanwhile further claims are answered that it is in progress.
 *   <li>When the lease ends unconfirmed, because its holder crashed or does not know the outcome, the next claim is
 *       granted, with the event of the first: what is sent again is the same event.
 *   <li>A confirmed key stays so for the store's retention. An unconfirmed one stays for the retention after its lease.
 *       After that the key is as if never claimed.
 * </ol>
 *
 * Leases and retention run on the store's own clock. Every grant has its own token, so that a holder whose lease has
 * ended cannot disturb the next.
 *
 * <p>Implementations are thread-safe. Every call ends in bounded time; when the store cannot be reached or does not
 * answer in time, the call throws an {@link IdempotencyStoreException}, and what it asked for may have happened all the
 * same. An implementation must pass {@code IdempotencyStoreContract} of {@code bookstore-events-starter-test}.
 */
public interface IdempotencyStore {

    /**
     * Claims keys.
     *
     * @param claims what to claim; a key that comes again is answered as if it were claimed right after the first
     * @param lease how long a granted claim holds its key; positive, at most 24 days
     * @return one result for each claim, in the claims' order
     * @throws IdempotencyStoreException if the store does not do so in time
     */
    List<ClaimResult> claim(List<Claim> claims, Duration lease);

    /**
     * Confirms that the events of claims were published. Also confirms with a token whose lease has ended, while the key
     * still keeps the same event: it was published, whoever claimed the key since. What is confirmed already, or gone,
     * stays so.
     *
     * @param confirmations what was published
     * @throws IdempotencyStoreException if the store does not do so in time
     */
    void confirm(List<Confirmation> confirmations);

    /**
     * Ends leases now: events that may have been published, or shall be tried again soon. The next claim gets the same
     * event. A token that no longer holds its key does nothing.
     *
     * @param tokens those of the granted claims
     * @throws IdempotencyStoreException if the store does not do so in time
     */
    void release(List<ClaimToken> tokens);

    /**
     * Undoes claims whose events were not sent and never will be: their keys are as if never claimed. A resumed claim is
     * only released, as its event may have been sent by an earlier holder. A token that no longer holds its key does
     * nothing.
     *
     * @param tokens those of the granted claims
     * @throws IdempotencyStoreException if the store does not do so in time
     */
    void forget(List<ClaimToken> tokens);
}
