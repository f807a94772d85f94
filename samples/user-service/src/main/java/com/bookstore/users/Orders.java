package com.bookstore.users;

import com.bookstore.events.domain.OrderCreatedEvent;
import com.bookstore.events.domain.OrderCreatedEvent.OrderItem;
import com.bookstore.events.publishing.EventPublisher;
import java.util.List;
import java.util.Optional;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.server.ResponseStatusException;

/** Placed orders. Publishes like {@link Users}: as a part of the transaction. */
@Service
class Orders {

    private final OrderRepository orders;
    private final UserRepository users;
    private final KnownBookRepository books;
    private final EventPublisher events;

    Orders(OrderRepository orders, UserRepository users, KnownBookRepository books, EventPublisher events) {
        this.orders = orders;
        this.users = users;
        this.books = books;
        this.events = events;
    }

    Optional<Order> find(long id) {
        return orders.findById(id);
    }

    /** Accepts an order. Whether there are enough copies is for the book service to say: it owns the stock. */
    @Transactional
    Order place(OrderRequest request) {
        if (!users.existsById(request.userId())) {
            throw refused("There is no user " + request.userId());
        }
        List<Order.Line> lines = request.items().stream().map(this::priced).toList();
        Order order = orders.save(Order.of(request.userId(), lines));
        events.publish(event(order)).join();
        return order;
    }

    private Order.Line priced(OrderRequest.Item item) {
        KnownBook book =
                books.findById(item.bookId()).orElseThrow(() -> refused("No book " + item.bookId() + " is known here"));
        return new Order.Line(book.id(), item.quantity(), book.price());
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
