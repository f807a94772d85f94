package com.bookstore.books;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.BookUpdatedEvent;
import com.bookstore.events.domain.StockChangedEvent;
import com.bookstore.events.domain.StockChangedEvent.ChangeType;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;
import org.springframework.transaction.support.TransactionTemplate;

/** What another instance does is done here behind the service's back: to the table, and by an event. */
class BookCacheIntegrationTests extends BookServiceTest {

    @Autowired
    private JdbcClient jdbc;

    @Autowired
    private BookRepository books;

    @Autowired
    private TransactionTemplate transactions;

    @Autowired
    private KafkaListenerEndpointRegistry listeners;

    @BeforeEach
    void awaitTheCachesListener() {
        eventually(() -> cacheListener().getAssignedPartitions().stream()
                .map(TopicPartition::topic)
                .collect(Collectors.toSet())
                .equals(Set.of("book-events", "inventory-events")));
    }

    @Test
    void isEmptiedOfABookWhoseStockAnotherInstanceChanged() {
        Book book = createAndAwait("Cached", 20);
        assertThat(find(book).stock()).isEqualTo(20);
        update(book, "stock = 19");
        assertThat(find(book).stock()).as("from the cache").isEqualTo(20);

        publish(new StockChangedEvent(book.id(), 20, 19, ChangeType.DECREASE, null));

        eventually(() -> find(book).stock() == 19);
    }

    @Test
    void isEmptiedOfABookThatAnotherInstanceChanged() {
        Book book = createAndAwait("Cached title", 20);
        assertThat(find(book).title()).isEqualTo("Cached title");
        update(book, "title = 'New title'");
        assertThat(find(book).title()).as("from the cache").isEqualTo("Cached title");

        publish(new BookUpdatedEvent(book.id(), Map.of("title", "New title"), Map.of()));

        eventually(() -> find(book).title().equals("New title"));
    }

    @Test
    void keepsOtherBooks() {
        Book kept = createAndAwait("Kept", 20);
        Book changed = createAndAwait("Changed", 20);
        find(kept);
        find(changed);
        update(kept, "stock = 1");
        update(changed, "stock = 19");

        publish(new StockChangedEvent(changed.id(), 20, 19, ChangeType.DECREASE, null));

        eventually(() -> find(changed).stock() == 19);
        assertThat(find(kept).stock()).isEqualTo(20);
    }

    @Test
    void showsAnInstancesOwnChangeAtOnce() {
        Book book = create("Own", 20);
        find(book);

        for (int stock = 19; stock > 0; stock--) {
            changeStock(book, Map.of("change", -1));
            assertThat(find(book).stock()).isEqualTo(stock);
        }
    }

    @Test
    void isEmptiedAfterTheCommitAndNotBefore() {
        Book book = createAndAwait("Committed", 20);

        transactions.executeWithoutResult(transaction -> {
            books.save(book.withStock(19));
            assertThat(find(book).stock()).as("before the commit").isEqualTo(20);
        });

        assertThat(find(book).stock()).isEqualTo(19);
    }

    @Test
    void hasAGroupOfItsOwnBesideTheOneThatInstancesShare() {
        assertThat(listeners.getListenerContainers())
                .extracting(MessageListenerContainer::getGroupId)
                .contains("book-service-group")
                .filteredOn(group -> group.matches("book-service-cache-[0-9a-f-]{36}"))
                .hasSize(1);
    }

    /** Creates a book, and waits until the cache has been told of it. */
    private Book createAndAwait(String title, int stock) {
        Book book = create(title, stock);
        assertThat(published)
                .contains(BookCreatedEvent.class)
                .withKey(Long.toString(book.id()))
                .handledBy(cacheListener().getGroupId());
        return book;
    }

    private MessageListenerContainer cacheListener() {
        return listeners.getListenerContainers().stream()
                .filter(listener -> listener.getGroupId().startsWith("book-service-cache-"))
                .findAny()
                .orElseThrow();
    }

    private void update(Book book, String change) {
        jdbc.sql("update books set " + change + " where id = ?")
                .param(book.id())
                .update();
    }
}
