package com.bookstore.users;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bookstore.events.domain.OrderCreatedEvent;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** An order and its event are committed together. */
class OrderTransactionIntegrationTests extends UserServiceTest {

    @Autowired
    private Orders orders;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private JdbcClient jdbc;

    @Test
    void anOrderThatIsRolledBackLeavesNoEvent() {
        User user = register("undecided@example.org");
        publishAndAwait(book(501, "Second Thoughts", "doubts"));
        var request = new OrderRequest(user.id(), List.of(new OrderRequest.Item(501L, 1)));

        assertThatThrownBy(() -> transactions.executeWithoutResult(transaction -> {
                    orders.place(request);
                    assertThat(rows()).isOne();
                    throw new IllegalStateException("the commit fails");
                }))
                .hasMessage("the commit fails");
        assertThat(rows()).isZero();
        Order placed = order(user, 501, 2);

        assertThat(published).contains(OrderCreatedEvent.class).times(1).matching(event -> event.orderId()
                .equals(placed.id()));
    }

    private int rows() {
        return jdbc.sql("select count(*) from outbox where type = 'orderCreated'")
                .query(Integer.class)
                .single();
    }
}
