package com.bookstore.books;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.argThat;
import static org.mockito.Mockito.doNothing;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.times;
import static org.mockito.Mockito.verify;

import com.bookstore.events.deadletter.replay.DeadLetterReplays;
import com.bookstore.events.deadletter.replay.ReplayRequest;
import com.bookstore.events.deadletter.store.DeadLetter;
import com.bookstore.events.deadletter.store.DeadLetterFilter;
import com.bookstore.events.deadletter.store.DeadLetterStatus;
import com.bookstore.events.deadletter.store.DeadLetters;
import com.bookstore.events.domain.OrderCreatedEvent;
import com.bookstore.events.domain.StockChangedEvent;
import com.bookstore.events.test.published.PublishedRecord;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

/** The warehouse fails: for a moment, for longer, and where it is not asked at all. */
@ExtendWith(OutputCaptureExtension.class)
class InventoryIntegrationTests extends BookServiceTest {

    private static final String CAUSE = InventoryProcessingException.class.getName();

    @Autowired
    private DeadLetters letters;

    @Autowired
    private DeadLetterReplays replays;

    @Autowired
    private MeterRegistry meters;

    @Test
    void anOrderIsTriedAgainUntilTheWarehouseAnswers() {
        Book book = create("Patient", 20);
        OrderCreatedEvent order = order(book, 4);
        doThrow(away()).doThrow(away()).doNothing().when(warehouse).reserve(same(order));

        deliver(order);

        verify(warehouse, times(3)).reserve(same(order));
        assertThat(find(book).stock()).isEqualTo(16);
        assertThat(sales(book)).singleElement().extracting(BookSales::copies).isEqualTo(4L);
        assertThat(published).doesNotContainDeadLetters();
    }

    @Test
    void anOrderTheWarehouseNeverTookIsADeadLetterAndIsSoldByItsReplay() {
        Book book = create("Put aside later", 20);
        OrderCreatedEvent order = order(book, 4);
        doThrow(away()).when(warehouse).reserve(same(order));

        deliver(order);

        verify(warehouse, times(4)).reserve(same(order));
        assertThat(published)
                .containsDeadLetter()
                .withKey(order.key())
                .withException(InventoryProcessingException.class);
        assertThat(find(book).stock()).isEqualTo(20);
        assertThat(sales(book)).isEmpty();
        eventually(() -> !stored(order, DeadLetterStatus.NEW).isEmpty());

        doNothing().when(warehouse).reserve(same(order));
        replay(order);

        eventually(() -> find(book).stock() == 16);
        assertThat(stored(order, DeadLetterStatus.REPLAYED)).singleElement().satisfies(letter -> {
            assertThat(letter.cause().message()).contains("order " + order.orderId() + " aside: connection refused");
            assertThat(letter.replays()).isEqualTo(1);
        });
        assertThat(sales(book)).singleElement().extracting(BookSales::copies).isEqualTo(4L);
        assertThat(published)
                .contains(StockChangedEvent.class)
                .withKey(Long.toString(book.id()))
                .times(1);
    }

    @Test
    void theOperatorsAreToldOfADeadLetterAndOfOneWhoseReplayDies(CapturedOutput output) {
        double told = told("false");
        double toldAgain = told("true");
        OrderCreatedEvent order = order(create("Never put aside", 20), 4);
        doThrow(away()).when(warehouse).reserve(same(order));

        PublishedRecord delivered = deliver(order);
        eventually(() -> alerts(output, ": " + what(delivered)) == 1);
        assertThat(told("false")).isGreaterThan(told);
        replay(order);

        String again = " died again in its replay: " + what(delivered);
        eventually(() -> alerts(output, again) == 1);
        assertThat(told("true")).isGreaterThan(toldAgain);
        assertThat(stored(order, DeadLetterStatus.NEW))
                .singleElement()
                .extracting(DeadLetter::attempts)
                .isEqualTo(2);
    }

    @Test
    void theWarehouseIsNotAskedForAnOrderThatCannotBeFulfilled() {
        OrderCreatedEvent order = order(create("Scarce", 1), 2);
        double attempts = failedAttempts();

        deliver(order);

        assertThat(published)
                .containsDeadLetter()
                .withKey(order.key())
                .withException(UnfulfillableOrderException.class);
        verify(warehouse, never()).reserve(same(order));
        assertThat(failedAttempts()).isEqualTo(attempts + 1);
    }

    private static IllegalStateException away() {
        return new IllegalStateException("connection refused");
    }

    private static OrderCreatedEvent same(OrderCreatedEvent order) {
        return argThat(asked -> asked != null && asked.orderId().equals(order.orderId()));
    }

    private List<DeadLetter> stored(OrderCreatedEvent order, DeadLetterStatus status) {
        return letters.list(which(order).withStatus(status), null, 10);
    }

    private void replay(OrderCreatedEvent order) {
        String run = replays.start(ReplayRequest.of(which(order)), "test").id();
        eventually(() -> replays.progress(run).orElseThrow().state().isEnd());
        assertThat(replays.progress(run).orElseThrow().sent()).isEqualTo(1);
    }

    private static DeadLetterFilter which(OrderCreatedEvent order) {
        return DeadLetterFilter.ALL.withCause(CAUSE).withKey(order.key());
    }

    private double told(String again) {
        return meters.get("book.service.dead.letter.alerts")
                .tag("again", again)
                .counter()
                .count();
    }

    /** Of all orders. */
    private double failedAttempts() {
        return meters.find("kafka.processing.errors").tag("topic", "order-events").counters().stream()
                .mapToDouble(Counter::count)
                .sum();
    }

    private static long alerts(CapturedOutput output, String text) {
        return output.getOut()
                .lines()
                .filter(line -> line.contains("DeadLetterAlerts") && line.contains("WARN") && line.contains(text))
                .count();
    }

    /** What an alert says of an order that was not put aside. */
    private static String what(PublishedRecord order) {
        return "%s-%d@%d, event %s, %s: The warehouse has not put"
                .formatted(
                        order.topic(),
                        order.partition(),
                        order.offset(),
                        order.envelope().metadata().eventId(),
                        CAUSE);
    }
}
