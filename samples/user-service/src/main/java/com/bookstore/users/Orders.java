package com.bookstore.users;

import com.bookstore.events.domain.OrderCreatedEvent;
import com.bookstore.events.domain.OrderCreatedEvent.OrderItem;
import com.bookstore.events.publishing.EventPublisher;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.GeneratedKeyHolder;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.server.ResponseStatusException;

/** Placed orders. Publishes like {@link Users}: last in the transaction, and waits. */
@Service
class Orders {

    private final JdbcClient jdbc;
    private final Users users;
    private final KnownBooks books;
    private final EventPublisher events;

    Orders(JdbcClient jdbc, Users users, KnownBooks books, EventPublisher events) {
        this.jdbc = jdbc;
        this.users = users;
        this.books = books;
        this.events = events;
    }

    Optional<Order> find(long id) {
        List<Order.Line> lines = jdbc.sql("select * from order_item where order_id = ? order by book_id")
                .param(id)
                .query(Order.Line.class)
                .list();
        return jdbc.sql("select user_id from orders where id = ?")
                .param(id)
                .query(Long.class)
                .optional()
                .map(userId -> Order.of(id, userId, lines));
    }

    /** Accepts an order. Whether there are enough copies is for the book service to say: it owns the stock. */
    @Transactional
    Order place(OrderRequest request) {
        User user = users.find(request.userId()).orElseThrow(() -> refused("There is no user " + request.userId()));
        List<Order.Line> lines = request.items().stream().map(this::priced).toList();
        Order order = insert(user.id(), lines);
        events.publish(event(order)).join();
        return order;
    }

    private Order.Line priced(OrderRequest.Item item) {
        KnownBook book =
                books.find(item.bookId()).orElseThrow(() -> refused("No book " + item.bookId() + " is known here"));
        return new Order.Line(book.id(), item.quantity(), book.price());
    }

    private Order insert(long userId, List<Order.Line> lines) {
        var key = new GeneratedKeyHolder();
        jdbc.sql("insert into orders (user_id) values (?)").param(userId).update(key, "id");
        Order order = Order.of(Objects.requireNonNull(key.getKeyAs(Long.class)), userId, lines);
        lines.forEach(line -> jdbc.sql("insert into order_item values (:orderId, :bookId, :quantity, :unitPrice)")
                .param("orderId", order.id())
                .param("bookId", line.bookId())
                .param("quantity", line.quantity())
                .param("unitPrice", line.unitPrice())
                .update());
        return order;
    }

    private static OrderCreatedEvent event(Order order) {
        List<OrderItem> items = order.lines().stream()
                .map(line -> new OrderItem(line.bookId(), line.quantity(), line.unitPrice()))
                .toList();
        return new OrderCreatedEvent(order.id(), order.orderNumber(), order.userId(), order.totalAmount(), items);
    }

    private static ResponseStatusException refused(String reason) {
        return new ResponseStatusException(HttpStatus.UNPROCESSABLE_CONTENT, reason);
    }
}
