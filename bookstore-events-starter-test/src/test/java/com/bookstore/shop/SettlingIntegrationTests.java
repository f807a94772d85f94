package com.bookstore.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.domain.StockChangedEvent;
import com.bookstore.events.test.published.PublishedEvents;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.springframework.beans.factory.annotation.Autowired;

/** What a test method leaves to its listeners does not reach the next one. */
@ShopTest
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class SettlingIntegrationTests extends TestRun.Parts {

    private static final int BOOKS = 150;

    @Order(1)
    @Test
    void endsWhileAListenerIsAtWork() {
        LongStream.range(0, BOOKS).forEach(id -> books.publish(id, "Left"));

        assertThat(published).contains(StockChangedEvent.class);
        assertThat(published.events(StockChangedEvent.class)).hasSizeLessThan(BOOKS);
    }

    @Order(2)
    @Test
    void startsWhenTheListenerHasDoneItsWork(@Autowired PublishedEvents nothing) {
        assertThat(shelf.titles).filteredOn("Left"::equals).hasSize(BOOKS);
        assertThat(nothing).isEmpty();
    }

    @Order(3)
    @Test
    void waitsNotForEverAndOnlyOnce() throws Exception {
        container(Shelf.GROUP).pause();
        await().until(container(Shelf.GROUP)::isContainerPaused);
        books.publish(7, "Stuck").join();
        TestRun<Stuck> run = TestRun.of(Stuck.class);

        run.begin();
        long start = System.nanoTime();
        run.begin();

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
        assertThat(shelf.titles).doesNotContain("Stuck");
        container(Shelf.GROUP).resume();
        run.end();
    }

    @ShopTest
    static class Stuck extends TestRun.Parts {}
}
