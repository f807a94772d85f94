package com.bookstore.books;

/**
 * The warehouse did not put an order's copies aside.
 *
 * <p>It says nothing about the order, and may be over in a second, so it is tried again: it is none of the
 * {@code non-retryable-exceptions}. An order that has failed with all its retries becomes a dead letter with this class as its
 * cause, and all of that cause are replayed at once when the warehouse is back.
 */
final class InventoryProcessingException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final long orderId;

    InventoryProcessingException(long orderId, RuntimeException cause) {
        super("The warehouse has not put the copies of order " + orderId + " aside: " + cause.getMessage(), cause);
        this.orderId = orderId;
    }

    long orderId() {
        return orderId;
    }
}
