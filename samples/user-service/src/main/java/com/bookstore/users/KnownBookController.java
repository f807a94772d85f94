package com.bookstore.users;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** Shows what this service knows of books. */
@RestController
class KnownBookController {

    private final KnownBookRepository books;

    KnownBookController(KnownBookRepository books) {
        this.books = books;
    }

    @GetMapping("/known-books")
    List<ListedBook> findAll() {
        return books.findAllWithStock();
    }
}
