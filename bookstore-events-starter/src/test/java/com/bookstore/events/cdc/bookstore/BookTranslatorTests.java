package com.bookstore.events.cdc.bookstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.bookstore.events.cdc.UntranslatableChangeException;
import com.bookstore.events.cdc.change.Operation;
import com.bookstore.events.cdc.change.RowChange;
import com.bookstore.events.cdc.change.Snapshot;
import com.bookstore.events.cdc.change.SourcePosition;
import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.domain.BookUpdatedEvent;
import com.bookstore.events.domain.StockChangedEvent;
import com.bookstore.events.domain.StockChangedEvent.ChangeType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class BookTranslatorTests {

    private static final BookRow DUNE = book("Dune", "29.90", 7);

    private final BookTranslator books = new BookTranslator("books", true);
    private final InventoryTransactionTranslator movements = new InventoryTransactionTranslator("movements");

    private static BookRow book(@Nullable String title, String price, @Nullable Integer stock) {
        return new BookRow(42L, title, "Herbert", "978", new BigDecimal(price), "SF", stock);
    }

    private static <R> RowChange<R> change(
            Operation operation, @Nullable R before, @Nullable R after, String... changed) {
        return new RowChange<>(
                "cdc-1",
                operation,
                "books",
                before,
                after,
                Set.of(changed),
                new SourcePosition.Wal("shop", 1, null),
                Instant.EPOCH,
                Snapshot.NONE,
                null);
    }

    @ParameterizedTest
    @EnumSource(names = {"CREATE", "READ"})
    void aNewRowIsABookCreated(Operation operation) {
        assertThat(books.translate(change(operation, null, DUNE)))
                .containsExactly(new BookCreatedEvent(42L, "Dune", "Herbert", "978", new BigDecimal("29.90"), "SF", 7));
    }

    @Test
    void aRowThatIsGoneIsABookDeleted() {
        assertThat(books.translate(change(Operation.DELETE, DUNE, null))).containsExactly(new BookDeletedEvent(42L));
    }

    @ParameterizedTest
    @CsvSource({"9, INCREASE", "6, DECREASE"})
    void anotherStockIsAStockChanged(int stock, ChangeType type) {
        assertThat(books.translate(change(Operation.UPDATE, DUNE, book("Dune", "29.90", stock), "stock")))
                .containsExactly(new StockChangedEvent(42L, 7, stock, type, null));
    }

    @Test
    void otherColumnsAreABookUpdatedBeforeTheStock() {
        assertThat(books.translate(
                        change(Operation.UPDATE, DUNE, book("Dune II", "31.00", 6), "title", "price", "stock")))
                .containsExactly(
                        new BookUpdatedEvent(
                                42L,
                                Map.of("title", "Dune II", "price", new BigDecimal("31.00")),
                                Map.of("title", "Dune", "price", new BigDecimal("29.90"))),
                        new StockChangedEvent(42L, 7, 6, ChangeType.DECREASE, null));
    }

    @Test
    void nothingThatDiffersIsNoEvent() {
        assertThat(books.translate(change(Operation.UPDATE, DUNE, DUNE))).isEmpty();
    }

    @Test
    void anUnknownRowBeforeIsAllThatIsKnownNow() {
        assertThat(books.translate(change(Operation.UPDATE, null, DUNE)))
                .containsExactly(
                        new BookUpdatedEvent(
                                42L,
                                Map.of(
                                        "title",
                                        "Dune",
                                        "author",
                                        "Herbert",
                                        "isbn",
                                        "978",
                                        "price",
                                        new BigDecimal("29.90"),
                                        "category",
                                        "SF"),
                                Map.of()),
                        new StockChangedEvent(42L, null, 7, ChangeType.ADJUSTMENT, null));
    }

    @Test
    void theStockIsLeftToWhoeverTellsIt() {
        assertThat(new BookTranslator("books", false)
                        .translate(change(Operation.UPDATE, DUNE, book("Dune", "29.90", 6), "stock")))
                .isEmpty();
    }

    @Test
    void whatNoEventCanTellIsUntranslatable() {
        assertThatExceptionOfType(UntranslatableChangeException.class)
                .isThrownBy(() -> books.translate(change(Operation.TRUNCATE, null, null)));
        assertThatExceptionOfType(UntranslatableChangeException.class)
                .isThrownBy(() -> books.translate(change(Operation.CREATE, null, book(null, "1", 1))));
    }

    @Test
    void aMovementIsAStockChangedOfItsOrder() {
        InventoryTransactionRow row = new InventoryTransactionRow(1L, 42L, "4711", 7, 5);

        assertThat(movements.translate(change(Operation.CREATE, null, row)))
                .containsExactly(new StockChangedEvent(42L, 7, 5, ChangeType.DECREASE, "4711"));
        assertThat(movements.translate(change(Operation.DELETE, row, null))).isEmpty();
        assertThat(movements.translate(change(Operation.UPDATE, row, row))).isEmpty();
        assertThatExceptionOfType(UntranslatableChangeException.class)
                .isThrownBy(() -> movements.translate(
                        change(Operation.UPDATE, row, new InventoryTransactionRow(1L, 42L, "4711", 7, 4), "newStock")));
    }
}
