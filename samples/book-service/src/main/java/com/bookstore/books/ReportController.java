package com.bookstore.books;

import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the shop's people look at. */
@RestController
class ReportController {

    private final SaleRepository sales;
    private final AlertRepository alerts;

    ReportController(SaleRepository sales, AlertRepository alerts) {
        this.sales = sales;
        this.alerts = alerts;
    }

    /** Sales per book, best sellers first. */
    @GetMapping("/analytics/sales")
    List<BookSales> sales() {
        return sales.findSalesOfBooks();
    }

    /** Books of which few copies are left. */
    @GetMapping("/alerts")
    List<Alert> alerts() {
        return alerts.findAllByOrderByBookId();
    }
}
