package com.bookstore.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bookstore.books.StockAggregate.Level;
import com.bookstore.books.StockCommand.Change;
import com.bookstore.books.StockCommand.Count;
import com.bookstore.books.StockCommand.Open;
import com.bookstore.books.StockCommand.Remove;
import com.bookstore.books.StockCommand.Sell;
import com.bookstore.books.StockMovement.Adjusted;
import com.bookstore.books.StockMovement.Received;
import com.bookstore.books.StockMovement.Removed;
import com.bookstore.books.StockMovement.Sold;
import com.bookstore.events.domain.BookDeletedEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.web.server.ResponseStatusException;

class StockAggregateTests {

    private final StockAggregate stock = new StockAggregate();
    private final Book book = new Book(7, "Ten copies", null, null, null, null, 10, null);

    @Test
    void sellsWhatIsThere() {
        assertThat(decide(new Sell(book, 4711, 10))).containsExactly(new Sold(7, -10, 0, 4711));
    }

    @Test
    void sellsNothingToAnOrderThatIsTooLarge() {
        assertThatThrownBy(() -> decide(new Sell(book, 4711, 11)))
                .isInstanceOf(UnfulfillableOrderException.class)
                .hasMessage("Order 4711 cannot be fulfilled: 11 copies of book 7 ordered, 10 in stock");
    }

    @Test
    void tellsWhatCameFromWhatWasSetRight() {
        assertThat(decide(new Change(book, 5))).containsExactly(new Received(7, 5, 15));
        assertThat(decide(new Change(book, -2))).containsExactly(new Adjusted(7, -2, 8, "changed by hand"));
        assertThat(decide(new Count(book, 7))).containsExactly(new Adjusted(7, -3, 7, "counted"));
        assertThat(decide(new Remove(book))).containsExactly(new Removed(7, -10, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {-11, Integer.MAX_VALUE})
    void refusesAChangeThatTheStockDoesNotAllow(int change) {
        assertThatThrownBy(() -> decide(new Change(book, change)))
                .isInstanceOf(ResponseStatusException.class)
                .hasMessageContaining("Book 7 has 10 copies; cannot add " + change);
    }

    @Test
    void beginsAStreamWithWhatIsInTheTable() {
        var opening = new Adjusted(7, 10, 10, "opening balance");

        assertThat(stock.decide(stock.initialState(), new Open(book))).containsExactly(opening);
        assertThat(stock.decide(stock.initialState(), new Sell(book, 4711, 4)))
                .containsExactly(opening, new Sold(7, -4, 6, 4711));
        assertThat(decide(new Open(book))).isEmpty();
    }

    @Test
    void beginsTheStreamOfABookWithoutCopiesOnce() {
        var none = new Adjusted(7, 0, 0, "opening balance");

        assertThat(stock.decide(stock.initialState(), new Open(book.withStock(0))))
                .containsExactly(none);
        Level open = stock.apply(stock.initialState(), none);
        assertThat(stock.decide(open, new Open(book.withStock(0)))).isEmpty();
    }

    @Test
    void recordsFirstWhatWasChangedWithoutAMovement() {
        assertThat(stock.decide(new Level(true, 12), new Change(book, 1)))
                .containsExactly(new Adjusted(7, -2, 10, "changed without a movement"), new Received(7, 1, 11));
    }

    @Test
    void sellsNothingOfAStockThatSomebodyMadeNegative() {
        Book negative = book.withStock(-3);

        assertThat(stock.decide(new Level(true, 10), new Open(negative)))
                .containsExactly(new Adjusted(7, -13, -3, "changed without a movement"));
        assertThatThrownBy(() -> stock.decide(new Level(true, 10), new Sell(negative, 4711, 1)))
                .isInstanceOf(UnfulfillableOrderException.class);
    }

    @Test
    void followsFromItsMovements() {
        Level level = stock.initialState();
        for (StockMovement movement : List.of(new Adjusted(7, 10, 10, "opening balance"), new Sold(7, -4, 6, 4711))) {
            level = stock.apply(level, movement);
        }

        assertThat(level).isEqualTo(new Level(true, 6));
        assertThat(stock.apply(level, new BookDeletedEvent(7L))).isEqualTo(level);
    }

    /** Decides when the stream tells the same as the table. */
    private List<StockMovement> decide(StockCommand command) {
        return stock.decide(new Level(true, 10), command);
    }
}
