package com.bookstore.books;

/** Tells somebody who can order new copies. Any bean of this type takes the place of {@link LogNotifier}. */
interface Notifier {

    /**
     * Few copies are left. Called once when it becomes so; again only if the first call failed or the service crashed.
     *
     * @param alert which book and how many copies
     */
    void lowStock(Alert alert);
}
