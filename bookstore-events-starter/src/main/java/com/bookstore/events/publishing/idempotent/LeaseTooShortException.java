package com.bookstore.events.publishing.idempotent;

import com.bookstore.events.EventsException;
import java.time.Duration;

/** An event could be under way longer than its claim holds its key; the start of the application stops. */
public final class LeaseTooShortException extends EventsException {

    private static final long serialVersionUID = 1L;

    private final Duration lease;
    private final Duration maxBlock;
    private final Duration deliveryTimeout;

    LeaseTooShortException(Duration lease, Duration maxBlock, Duration deliveryTimeout) {
        super(
                "bookstore.events.idempotency.lease is %d ms, but an event may be under way for %d ms (max.block.ms %d and delivery.timeout.ms %d): its key could be claimed a second time meanwhile"
                        .formatted(
                                lease.toMillis(),
                                maxBlock.plus(deliveryTimeout).toMillis(),
                                maxBlock.toMillis(),
                                deliveryTimeout.toMillis()),
                null);
        this.lease = lease;
        this.maxBlock = maxBlock;
        this.deliveryTimeout = deliveryTimeout;
    }

    /**
     * Returns how long a claim holds its key.
     *
     * @return the lease
     */
    public Duration lease() {
        return lease;
    }

    /**
     * Returns how long sending an event may block.
     *
     * @return the producer's max.block.ms
     */
    public Duration maxBlock() {
        return maxBlock;
    }

    /**
     * Returns how long an event may wait for its acknowledgement.
     *
     * @return the producer's delivery.timeout.ms
     */
    public Duration deliveryTimeout() {
        return deliveryTimeout;
    }
}
