package com.bookstore.events.cdc.bookstore;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.cdc.ChangeTranslator;
import com.bookstore.events.cdc.UntranslatableChangeException;
import com.bookstore.events.cdc.change.RowChange;
import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.domain.BookUpdatedEvent;
import com.bookstore.events.domain.StockChangedEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Says what changes of the table of books mean:
 *
 * <ol>
 *   <li>an insert, or a row that a snapshot read, is a {@link BookCreatedEvent}; a deletion a {@link BookDeletedEvent};
 *   <li>an update is a {@link BookUpdatedEvent} if anything but the stock differs, then a {@link StockChangedEvent} if the
 *       stock does;
 *   <li>an update whose row before is not known is both, with all that is known now, and without previous values;
 *   <li>a table that is emptied by {@code TRUNCATE} does not tell which books are gone: that is a dead letter.
 * </ol>
 */
public final class BookTranslator implements ChangeTranslator<BookRow> {

    private static final String STOCK = "stock";

    private static final Map<String, Function<BookRow, @Nullable Object>> FIELDS = fields();

    private final String table;
    private final boolean withStock;

    /**
     * Creates a translator.
     *
     * @param table the name of the table of books
     * @param withStock whether changes of stock are told; false where {@link InventoryTransactionTranslator} tells them
     */
    public BookTranslator(String table, boolean withStock) {
        this.table = Objects.requireNonNull(table, "table");
        this.withStock = withStock;
    }

    private static Map<String, Function<BookRow, @Nullable Object>> fields() {
        Map<String, Function<BookRow, @Nullable Object>> fields = new LinkedHashMap<>();
        fields.put("title", BookRow::title);
        fields.put("author", BookRow::author);
        fields.put("isbn", BookRow::isbn);
        fields.put("price", BookRow::price);
        fields.put("category", BookRow::category);
        return fields;
    }

    @Override
    public String table() {
        return table;
    }

    @Override
    public Class<BookRow> rowType() {
        return BookRow.class;
    }

    @Override
    public List<DomainEvent> translate(RowChange<BookRow> change) {
        return switch (change.operation()) {
            case CREATE, READ -> List.of(created(required(change.after())));
            case DELETE -> List.of(new BookDeletedEvent(id(required(change.before()))));
            case UPDATE -> updated(change.before(), required(change.after()), change);
            case TRUNCATE ->
                throw new UntranslatableChangeException(
                        "The table '%s' was emptied by TRUNCATE, which does not tell what".formatted(table)
                                + " books are gone; delete them by DELETE, or tell consumers yourself");
        };
    }

    private static BookRow required(@Nullable BookRow row) {
        if (row == null) {
            throw new UntranslatableChangeException("A change of a book tells of no row");
        }
        return row;
    }

    private static Long id(BookRow row) {
        Long id = row.id();
        if (id == null) {
            throw new UntranslatableChangeException("A row of a book has no 'id'");
        }
        return id;
    }

    private static BookCreatedEvent created(BookRow row) {
        String title = row.title();
        if (title == null) {
            throw new UntranslatableChangeException("A row of a book has no 'title'");
        }
        return new BookCreatedEvent(id(row), title, row.author(), row.isbn(), row.price(), row.category(), row.stock());
    }

    private List<DomainEvent> updated(@Nullable BookRow before, BookRow after, RowChange<BookRow> change) {
        Long id = id(after);
        List<DomainEvent> events = new ArrayList<>(2);
        Map<String, @Nullable Object> now = new LinkedHashMap<>();
        Map<String, @Nullable Object> previous = new LinkedHashMap<>();
        FIELDS.forEach((name, value) -> {
            if (before == null ? value.apply(after) != null : change.hasChanged(name)) {
                now.put(name, value.apply(after));
                if (before != null) {
                    previous.put(name, value.apply(before));
                }
            }
        });
        if (!now.isEmpty()) {
            events.add(new BookUpdatedEvent(id, now, previous));
        }
        Integer stock = after.stock();
        if (withStock && stock != null && (before == null || change.hasChanged(STOCK))) {
            events.add(StockChanges.event(id, before == null ? null : before.stock(), stock, null));
        }
        return events;
    }
}
