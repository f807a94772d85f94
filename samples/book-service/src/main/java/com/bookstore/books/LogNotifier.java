package com.bookstore.books;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Fallback;
import org.springframework.stereotype.Component;

/** Tells whoever reads the log. */
@Component
@Fallback
class LogNotifier implements Notifier {

    private static final Logger log = LoggerFactory.getLogger(LogNotifier.class);

    @Override
    public void lowStock(Alert alert) {
        log.warn("Only {} copies of book {} are left", alert.stock(), alert.bookId());
    }
}
