package com.bookstore.events.cdc.bookstore;

import org.jspecify.annotations.Nullable;

/**
 * A row of the table of movements of stock, which is written once and never changed.
 *
 * @param id the movement's id
 * @param bookId the book's id
 * @param orderId the order that took the copies; {@code null} if none did
 * @param previousStock how many copies there were; {@code null} if not known
 * @param newStock how many copies there are now
 */
public record InventoryTransactionRow(
        @Nullable Long id,
        @Nullable Long bookId,
        @Nullable String orderId,
        @Nullable Integer previousStock,
        @Nullable Integer newStock) {}
