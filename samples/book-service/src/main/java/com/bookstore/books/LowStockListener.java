package com.bookstore.books;

import com.bookstore.events.EventMetadata;
import com.bookstore.events.domain.StockChangedEvent;
import org.springframework.data.jdbc.core.JdbcAggregateOperations;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Raises an alert once when few copies of a book are left, and withdraws it when there are enough again. */
@Component
class LowStockListener {

    private static final int ENOUGH = 10;

    private final BookRepository books;
    private final AlertRepository alerts;
    private final JdbcAggregateOperations jdbc;
    private final Notifier notifier;

    LowStockListener(BookRepository books, AlertRepository alerts, JdbcAggregateOperations jdbc, Notifier notifier) {
        this.books = books;
        this.alerts = alerts;
        this.jdbc = jdbc;
        this.notifier = notifier;
    }

    @Transactional
    @KafkaListener(topics = "inventory-events")
    void on(StockChangedEvent event, EventMetadata metadata) {
        Book book = books.findById(event.bookId()).orElse(null);
        if (book == null) {
            alerts.deleteById(event.bookId());
            return;
        }
        // what was changed past this service may be told after a sale of what that left
        int stock = OutsideChanges.isFromOutside(metadata) ? book.stock() : event.newStock();
        var alert = new Alert(book.id(), stock, metadata.timestamp());
        if (alert.stock() >= ENOUGH) {
            alerts.deleteById(alert.bookId());
        } else if (!alerts.existsById(alert.bookId())) {
            jdbc.insert(alert); // save() takes an alert with an id for one that is stored already
            notifier.lowStock(alert);
        }
    }
}
