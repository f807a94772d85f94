package com.bookstore.events.jdbc;

import com.bookstore.events.EventsException;

/** The service's database is none that this library knows. */
public final class UnsupportedDatabaseException extends EventsException {

    private static final long serialVersionUID = 1L;

    private final String product;

    UnsupportedDatabaseException(String product) {
        super(
                "Bookstore Events keeps its tables in PostgreSQL, MySQL, MariaDB or H2, but the DataSource leads to '%s'"
                        .formatted(product),
                null);
        this.product = product;
    }

    /**
     * Returns the database that was found.
     *
     * @return the name its driver gives it
     */
    public String product() {
        return product;
    }
}
