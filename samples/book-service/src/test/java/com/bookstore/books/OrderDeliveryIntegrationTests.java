package com.bookstore.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doAnswer;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.domain.StockChangedEvent;
import com.bookstore.events.outbox.OutboxEventPublisher;
import com.bookstore.events.test.published.PublishedRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.bean.override.mockito.MockitoSpyBean;

/** Kafka delivers an order at least once; its copies are taken out of stock once. */
class OrderDeliveryIntegrationTests extends BookServiceTest {

    @MockitoSpyBean
    private OutboxEventPublisher publisher;

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private MeterRegistry meters;

    @Test
    void sellsAnOrderOnceThatIsDeliveredThreeTimes() {
        Book book = create("Redelivered", 30);
        double skippedBefore = skipped();

        PublishedRecord order = deliver(order(book, 4));
        deliverAgain(order);
        deliverAgain(order);

        assertThat(find(book).stock()).isEqualTo(26);
        assertThat(sales(book)).singleElement().extracting(BookSales::copies).isEqualTo(4L);
        assertThat(rowsInTheInbox(order)).isEqualTo(1);
        assertThat(skipped() - skippedBefore).isEqualTo(2);
        assertThat(published)
                .contains(StockChangedEvent.class)
                .withKey(Long.toString(book.id()))
                .times(1);
        assertThat(published).doesNotContainDeadLetters();
    }

    @Test
    void forgetsAnOrderWhoseSaleFailedAndSellsItWhenItIsDeliveredAgain() {
        Book book = create("Failed", 30);
        var broken = new AtomicBoolean(true);
        failToPublishChangesOf(book, broken);

        PublishedRecord order = deliver(order(book, 4));

        assertThat(published).containsDeadLetter().withKey(order.key()).withException(IllegalStateException.class);
        assertThat(find(book).stock()).isEqualTo(30);
        assertThat(sales(book)).isEmpty();
        assertThat(rowsInTheInbox(order)).isZero();

        broken.set(false);
        deliverAgain(order);
        deliverAgain(order);

        assertThat(find(book).stock()).isEqualTo(26);
        assertThat(sales(book)).singleElement().extracting(BookSales::copies).isEqualTo(4L);
        assertThat(rowsInTheInbox(order)).isEqualTo(1);
    }

    /** Stock and sale are written by then. */
    private void failToPublishChangesOf(Book book, AtomicBoolean broken) {
        doAnswer(call -> {
                    if (broken.get()
                            && call.getArgument(0) instanceof StockChangedEvent change
                            && change.bookId() == book.id()) {
                        throw new IllegalStateException("no stock changes today");
                    }
                    return call.callRealMethod();
                })
                .when(publisher)
                .publish(any(DomainEvent.class));
    }

    private int rowsInTheInbox(PublishedRecord order) {
        return jdbc.sql("select count(*) from inbox where event_id = ?")
                .param(order.envelope().metadata().eventId())
                .query(Integer.class)
                .single();
    }

    private double skipped() {
        return meters
                .find("bookstore.events.skipped")
                .tags("topic", "order-events", "reason", "duplicate")
                .counters()
                .stream()
                .mapToDouble(Counter::count)
                .sum();
    }
}
