package com.bookstore.books;

import com.bookstore.events.domain.OrderCreatedEvent;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Fallback;
import org.springframework.stereotype.Component;

/** A shelf beside whoever reads the log. */
@Component
@Fallback
class LogWarehouse implements Warehouse {

    private static final Logger log = LoggerFactory.getLogger(LogWarehouse.class);

    @Override
    public void reserve(OrderCreatedEvent order) {
        log.info("Put aside the books of order {}", order.orderId());
    }
}
