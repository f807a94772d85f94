package com.bookstore.users;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** A placed order with the prices of that moment; a book without a price makes the total unknown. */
record Order(long id, String orderNumber, long userId, @Nullable BigDecimal totalAmount, List<Line> lines) {

    static Order of(long id, long userId, List<Line> lines) {
        return new Order(id, "ORD-%06d".formatted(id), userId, total(lines).orElse(null), lines);
    }

    private static Optional<BigDecimal> total(List<Line> lines) {
        Optional<BigDecimal> total = Optional.of(BigDecimal.ZERO);
        for (Line line : lines) {
            total = total.flatMap(sum -> line.amount().map(sum::add));
        }
        return total;
    }

    /** So many copies of a book at a price. */
    record Line(long bookId, int quantity, @Nullable BigDecimal unitPrice) {

        Optional<BigDecimal> amount() {
            return Optional.ofNullable(unitPrice).map(price -> price.multiply(BigDecimal.valueOf(quantity)));
        }
    }
}
