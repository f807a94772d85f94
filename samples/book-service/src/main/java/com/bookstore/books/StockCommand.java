package com.bookstore.books;

import com.bookstore.books.StockMovement.Adjusted;
import com.bookstore.books.StockMovement.Received;
import com.bookstore.books.StockMovement.Removed;
import com.bookstore.books.StockMovement.Sold;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** What is asked of a book's stock. Each has the book as its locked row is. */
sealed interface StockCommand {

    Book book();

    /** Returns the movements that follow when there are so many copies; throws if it cannot be done. */
    List<StockMovement> decide(int stock);

    /** Begins the stream of a book, and asks for nothing else. */
    record Open(Book book) implements StockCommand {

        @Override
        public List<StockMovement> decide(int stock) {
            return List.of();
        }
    }

    /** Copies came, or went without an order. */
    record Change(Book book, int change) implements StockCommand {

        @Override
        public List<StockMovement> decide(int stock) {
            long after = (long) stock + change;
            if (after < 0 || after > Integer.MAX_VALUE) {
                throw new ResponseStatusException(
                        HttpStatus.CONFLICT, "Book " + book.id() + " has " + stock + " copies; cannot add " + change);
            }
            return List.of(
                    change > 0
                            ? new Received(book.id(), change, (int) after)
                            : new Adjusted(book.id(), change, (int) after, "changed by hand"));
        }
    }

    /** Somebody counted the copies. */
    record Count(Book book, int counted) implements StockCommand {

        @Override
        public List<StockMovement> decide(int stock) {
            return List.of(new Adjusted(book.id(), counted - stock, counted, "counted"));
        }
    }

    /** An order takes copies: all of them or, throwing, none. */
    record Sell(Book book, long orderId, int copies) implements StockCommand {

        @Override
        public List<StockMovement> decide(int stock) {
            if (copies > stock) {
                throw new UnfulfillableOrderException(
                        orderId, copies + " copies of book " + book.id() + " ordered, " + stock + " in stock");
            }
            return List.of(new Sold(book.id(), -copies, stock - copies, orderId));
        }
    }

    /** The book goes, with all copies. */
    record Remove(Book book) implements StockCommand {

        @Override
        public List<StockMovement> decide(int stock) {
            return List.of(new Removed(book.id(), -stock, 0));
        }
    }
}
