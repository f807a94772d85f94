package com.bookstore.users;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.data.annotation.Id;
import org.springframework.data.relational.core.mapping.MappedCollection;
import org.springframework.data.relational.core.mapping.Table;

/** A placed order with the prices of that moment; a book without a price makes the total unknown. */
@Table("orders")
record Order(
        @Id long id,
        long userId,
        @Nullable BigDecimal totalAmount,
        @MappedCollection(idColumn = "order_id", keyColumn = "line_number") List<Line> lines) {

    static Order of(long userId, List<Line> lines) {
        return new Order(0, userId, total(lines), lines);
    }

    /** The number shown to the user. */
    @JsonProperty
    String orderNumber() {
        return "ORD-%06d".formatted(id);
    }

    private static @Nullable BigDecimal total(List<Line> lines) {
        BigDecimal total = BigDecimal.ZERO;
        for (Line line : lines) {
            if (line.unitPrice() == null) {
                return null;
            }
            total = total.add(line.unitPrice().multiply(BigDecimal.valueOf(line.quantity())));
        }
        return total;
    }

    /** So many copies of a book at a price. */
    @Table("order_line")
    record Line(long bookId, int quantity, @Nullable BigDecimal unitPrice) {}
}
