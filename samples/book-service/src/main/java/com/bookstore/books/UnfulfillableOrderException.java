package com.bookstore.books;

/**
 * An order asks for copies that are not there.
 *
 * <p>The customer's order stands, so it must not be dropped here, and trying again at once gives the same answer. So it is
 * thrown: the order becomes a dead letter with this message as its cause, later orders go on, and whoever restocks the
 * book replays it.
 */
final class UnfulfillableOrderException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnfulfillableOrderException(long orderId, String reason) {
        super("Order " + orderId + " cannot be fulfilled: " + reason);
    }
}
