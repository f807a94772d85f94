package com.bookstore.events.cdc.bookstore;

import com.bookstore.events.domain.StockChangedEvent;
import com.bookstore.events.domain.StockChangedEvent.ChangeType;
import org.jspecify.annotations.Nullable;

/** Events of two numbers. */
final class StockChanges {

    private StockChanges() {}

    static StockChangedEvent event(Long bookId, @Nullable Integer previous, Integer now, @Nullable String orderId) {
        return new StockChangedEvent(bookId, previous, now, type(previous, now), orderId);
    }

    private static ChangeType type(@Nullable Integer previous, Integer now) {
        if (previous == null || previous.equals(now)) {
            return ChangeType.ADJUSTMENT;
        }
        return now > previous ? ChangeType.INCREASE : ChangeType.DECREASE;
    }
}
