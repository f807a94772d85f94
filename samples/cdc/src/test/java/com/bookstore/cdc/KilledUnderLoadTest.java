package com.bookstore.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.StockChangedEvent;
import com.bookstore.events.domain.StockChangedEvent.ChangeType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

/** Both the worker and the service that tells of changes are killed, again and again, while rows are changed. */
abstract class KilledUnderLoadTest extends CapturedEventsTest {

    private static final boolean FULL = Boolean.getBoolean("bookstore.tests.full");
    private static final int KILLS = FULL ? 20 : 1;
    private static final int LONGEST_DISTANCE = 200;
    private static final long FIRST = 20_000;
    private static final long LAST = 20_999;

    @Test
    @Order(20)
    void losesNothingWhenTheWorkerAndTheTranslatorAreKilledUnderLoad() throws Exception {
        long seed = System.nanoTime();
        var random = new Random(seed);
        Map<Long, Integer> written;
        try (var load = new Load(captured(), FIRST, this::increment)) {
            for (int kill = 0; kill < KILLS; kill++) {
                awaitCounted(1 + random.nextInt(LONGEST_DISTANCE));
                worker().kill();
                worker().start();
                awaitHandled(1 + random.nextInt(LONGEST_DISTANCE));
                services().translator().kill();
                services().translator().start();
            }
            awaitCounted(1);
            awaitHandled(1);
            written = load.end();
        }

        topic().awaitAll(
                        "last states " + written + ", seed " + seed,
                        seen -> RowHistory.of(counted()).last().equals(written));
        assertAllIsToldOnce(written);
        tellFigures();
        worker().awaitRunning(name());
    }

    private String increment(long id, int stock) {
        String update = "UPDATE books SET stock = stock + 1 WHERE id = " + id;
        return isStockToldByMovements()
                ? update + "; INSERT INTO inventory_transactions (book_id, order_id, previous_stock, new_stock)"
                        + " VALUES (%d, %d, %d, %d)".formatted(id, stock, stock - 1, stock)
                : update;
    }

    private void awaitCounted(int more) throws Exception {
        int count = counted().size() + more;
        topic().awaitAll(count + " counted", seen -> counted().size() >= count);
    }

    private List<Change> counted() {
        return topic().changes().stream()
                .filter(change -> change.id() >= FIRST && change.id() <= LAST)
                .toList();
    }

    private void awaitHandled(int more) {
        awaitHandledInAll(services().consumer().handled(FIRST, LAST) + more);
    }

    private void awaitHandledInAll(int count) {
        services().await(() -> assertThat(services().consumer().handled(FIRST, LAST))
                .isGreaterThanOrEqualTo(count));
    }

    /** The insertion of each row, and each step from one stock to the next. */
    private void assertAllIsToldOnce(Map<Long, Integer> written) {
        awaitHandledInAll(written.values().stream().mapToInt(last -> 1 + last).sum());
        Map<Long, List<String>> told = services().consumer().told(FIRST, LAST);

        assertThat(told).containsOnlyKeys(written.keySet());
        written.forEach((id, last) -> {
            String created = new BookCreatedEvent(id, "Counted", null, null, null, null, 0).toString();
            List<String> ofStock = new ArrayList<>(told.get(id));
            assertThat(isStockToldByMovements() ? ofStock : ofStock.subList(0, 1))
                    .contains(created); // two tables are in no order
            ofStock.remove(created);
            assertThat(ofStock)
                    .isEqualTo(IntStream.rangeClosed(1, last)
                            .mapToObj(stock -> step(id, stock).toString())
                            .toList());
        });
        assertThat(services().consumer().handledAgain()).isEmpty();
    }

    private StockChangedEvent step(long id, int stock) {
        String order = isStockToldByMovements() ? Integer.toString(stock) : null;
        return new StockChangedEvent(id, stock - 1, stock, ChangeType.INCREASE, order);
    }

    /** In the long form it is certain that something came again; the idempotent publisher may keep all of it back. */
    private void tellFigures() throws Exception {
        RowHistory history = RowHistory.of(counted());
        ConsumingService consumer = services().consumer();
        services().await(() -> assertThat(consumer.delivered()).isEqualTo(consumer.handled(0, Long.MAX_VALUE)));
        int eventsAgain = consumer.deliveredAgain();
        System.out.printf(
                "%s, %s: worker and translator killed %d times each; %d records of changes, %d of them again; %d events"
                        + " handled once each, %d more deliveries passed over%n",
                name(),
                publishing(),
                KILLS,
                counted().size(),
                history.repeated(),
                consumer.handled(FIRST, LAST),
                eventsAgain);
        if (FULL) {
            assertThat(history.repeated()).isPositive();
            assertThat(eventsAgain).isGreaterThanOrEqualTo(publishing().equals("idempotent") ? 0 : 1);
        }
    }
}
