package com.bookstore.books;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/books")
class BookController {

    private final Catalogue catalogue;
    private final Creations creations;
    private final Stock stock;
    private final Movements movements;

    BookController(Catalogue catalogue, Creations creations, Stock stock, Movements movements) {
        this.catalogue = catalogue;
        this.creations = creations;
        this.stock = stock;
        this.movements = movements;
    }

    @GetMapping
    List<Book> findAll() {
        return catalogue.findAll();
    }

    @GetMapping("/{id}")
    Book find(@PathVariable long id) {
        return catalogue.find(id);
    }

    @GetMapping("/{id}/history")
    List<HistoryEntry> history(
            @PathVariable long id,
            @RequestParam(defaultValue = "1") @Min(1) long from,
            @RequestParam(defaultValue = "100") @Min(1) @Max(1000) int limit) {
        return movements.history(catalogue.find(id).id(), from, limit);
    }

    @PostMapping
    ResponseEntity<Book> add(
            @RequestHeader(name = IdempotencyKey.HEADER, required = false) @Nullable String key,
            @Valid @RequestBody BookRequest request) {
        Book book = key == null ? catalogue.add(request) : creations.create(IdempotencyKey.of(key), request);
        return ResponseEntity.created(URI.create("/books/" + book.id())).body(book);
    }

    @PutMapping("/{id}")
    Book change(@PathVariable long id, @Valid @RequestBody BookRequest request) {
        return catalogue.change(id, request);
    }

    @DeleteMapping("/{id}")
    @ResponseStatus(HttpStatus.NO_CONTENT)
    void remove(@PathVariable long id) {
        catalogue.remove(id);
    }

    @PostMapping("/{id}/stock")
    Book changeStock(@PathVariable long id, @Valid @RequestBody StockRequest request) {
        return request.change() != null ? stock.change(id, request.change()) : stock.set(id, request.counted());
    }
}
