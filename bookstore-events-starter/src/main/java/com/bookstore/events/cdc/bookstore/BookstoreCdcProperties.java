package com.bookstore.events.cdc.bookstore;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The ready translators of the bookstore's tables.
 *
 * @param enabled whether there are any
 * @param booksTable the table of books
 * @param inventoryTransactionsTable the table of movements of stock, which then tells of stock instead of the table of
 *     books; without it there is none
 */
@ConfigurationProperties(BookstoreCdcProperties.PREFIX)
record BookstoreCdcProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("books") String booksTable,
        @Nullable String inventoryTransactionsTable) {

    static final String PREFIX = "bookstore.events.cdc.bookstore";
}
