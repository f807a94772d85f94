package com.bookstore.books;

import org.springframework.boot.ApplicationArguments;
import org.springframework.boot.ApplicationRunner;
import org.springframework.stereotype.Component;

/** Begins, at the start, the streams of books that are older than their movements: with what is in the table. */
@Component
class OpeningBalances implements ApplicationRunner {

    private final BookRepository books;
    private final Stock stock;

    OpeningBalances(BookRepository books, Stock stock) {
        this.books = books;
        this.stock = stock;
    }

    @Override
    public void run(ApplicationArguments arguments) {
        books.findIdsWithoutMovements().forEach(stock::open);
    }
}
