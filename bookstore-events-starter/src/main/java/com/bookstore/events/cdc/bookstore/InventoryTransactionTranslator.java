package com.bookstore.events.cdc.bookstore;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.cdc.ChangeTranslator;
import com.bookstore.events.cdc.UntranslatableChangeException;
import com.bookstore.events.cdc.change.Operation;
import com.bookstore.events.cdc.change.RowChange;
import com.bookstore.events.domain.StockChangedEvent;
import java.util.List;
import java.util.Objects;

/**
 * Says what changes of the table of movements of stock mean: a new row, or one that a snapshot read, is a
 * {@link StockChangedEvent} with the order's id. Rows that are deleted when they are old mean nothing; one whose numbers are
 * changed afterwards is a dead letter, as what was told cannot be taken back.
 *
 * <p>Movements of one book are in order if the connector gives them the book's id as their key:
 * {@code message.key.columns=<schema>.inventory_transactions:book_id}.
 */
public final class InventoryTransactionTranslator implements ChangeTranslator<InventoryTransactionRow> {

    private final String table;

    /**
     * Creates a translator.
     *
     * @param table the name of the table of movements
     */
    public InventoryTransactionTranslator(String table) {
        this.table = Objects.requireNonNull(table, "table");
    }

    @Override
    public String table() {
        return table;
    }

    @Override
    public Class<InventoryTransactionRow> rowType() {
        return InventoryTransactionRow.class;
    }

    @Override
    public List<DomainEvent> translate(RowChange<InventoryTransactionRow> change) {
        InventoryTransactionRow row = change.after();
        if (row == null) {
            return List.of();
        }
        if (change.operation() == Operation.UPDATE) {
            if (change.changed().isEmpty() && change.before() != null) {
                return List.of();
            }
            throw new UntranslatableChangeException(
                    "A row of '%s' was changed; book a movement by another row".formatted(table));
        }
        Long bookId = row.bookId();
        Integer newStock = row.newStock();
        if (bookId == null || newStock == null) {
            throw new UntranslatableChangeException(
                    "A row of '%s' has no 'book_id' or no 'new_stock'".formatted(table));
        }
        return List.of(StockChanges.event(bookId, row.previousStock(), newStock, row.orderId()));
    }
}
