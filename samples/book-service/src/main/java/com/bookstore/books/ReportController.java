package com.bookstore.books;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the shop's people look at. */
@RestController
class ReportController {

    private final SaleRepository sales;
    private final AlertRepository alerts;
    private final StockReport stock;

    ReportController(SaleRepository sales, AlertRepository alerts, StockReport stock) {
        this.sales = sales;
        this.alerts = alerts;
        this.stock = stock;
    }

    /** Sales per book, best sellers first. */
    @GetMapping("/analytics/sales")
    List<BookSales> sales() {
        return sales.findSalesOfBooks();
    }

    /** Copies per book, as their movements add up. */
    @GetMapping("/analytics/stock")
    List<BookStock> stock() {
        return stock.findAll();
    }

    /** Books of which few copies are left. */
    @GetMapping("/alerts")
    List<Alert> alerts() {
        return alerts.findAllByOrderByBookId();
    }
}
