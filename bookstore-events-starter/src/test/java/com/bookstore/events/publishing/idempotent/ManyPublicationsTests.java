package com.bookstore.events.publishing.idempotent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.domain.UserRegisteredEvent;
import com.bookstore.events.publishing.EventPublishingException;
import com.bookstore.events.publishing.EventPublishingException.Reason;
import com.bookstore.events.publishing.idempotent.IdempotentEventPublisher.Keyed;
import com.bookstore.events.publishing.idempotent.IdempotentPublication.AlreadyPublished;
import com.bookstore.events.publishing.idempotent.IdempotentPublication.Published;
import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.KeyReused;
import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.OutcomePending;
import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.TooManyPending;
import com.bookstore.events.publishing.idempotent.IdempotentPublishingException.UnreadableClaim;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Calls at the same time. */
class ManyPublicationsTests {

    private static final DomainEvent EVENT = new UserRegisteredEvent(1L, "ada@example.org", List.of());
    private static final DomainEvent OTHER = new UserRegisteredEvent(1L, "eve@example.org", List.of());

    private final TestStore store = new TestStore();
    private final TestKafka kafka = new TestKafka();
    private final List<Publisher> publishers = new ArrayList<>();

    @AfterEach
    void stop() {
        kafka.answer();
        publishers.forEach(Publisher::close);
    }

    @Test
    void ofFiftyThreadsWithOneKeyOnePublishes() throws Exception {
        List<Publisher> instances = List.of(publisher(), publisher());
        ExecutorService threads = Executors.newFixedThreadPool(50);
        List<Callable<IdempotentPublication>> calls = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Publisher instance = instances.get(i % 2);
            calls.add(() -> instance.events.publish("k", EVENT));
        }

        List<IdempotentPublication> outcomes = new ArrayList<>();
        for (Future<IdempotentPublication> future : threads.invokeAll(calls)) {
            outcomes.add(future.get());
        }
        threads.shutdown();

        assertThat(kafka.sent()).hasSize(1);
        assertThat(outcomes).filteredOn(Published.class::isInstance).hasSize(1);
        assertThat(outcomes).filteredOn(AlreadyPublished.class::isInstance).hasSize(49);
        assertThat(outcomes)
                .extracting(outcome -> outcome.sent().metadata().eventId())
                .containsOnly(kafka.sent().get(0).eventId());
    }

    @Test
    void aKeyThatCannotBeReadFailsAloneOfItsBatch() {
        Publisher publisher = publisher();
        publisher.events.publish("spoilt", EVENT);
        store.spoil("spoilt");

        var futures = publisher.events.publishAll(
                List.of(new Keyed("before", EVENT), new Keyed("spoilt", EVENT), new Keyed("behind", EVENT)));

        assertThat(futures.get(0).join()).isInstanceOf(Published.class);
        assertThat(futures.get(2).join()).isInstanceOf(Published.class);
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> futures.get(1).join())
                .withCauseInstanceOf(UnreadableClaim.class);
    }

    @Test
    void manyKeysTakeAHandfulOfRoundTrips() {
        Publisher publisher = publisher();
        kafka.hold();
        CountDownLatch claims = store.hang();
        var futures = publisher.events.publishAll(IntStream.range(0, 1_000)
                .mapToObj(i -> new Keyed("k" + i, EVENT))
                .toList());
        claims.countDown();
        await().until(() -> kafka.sent().size() == 1_000);
        CountDownLatch confirmations = store.hang();
        kafka.answer();
        confirmations.countDown();

        assertThat(futures).allSatisfy(future -> assertThat(future.join()).isInstanceOf(Published.class));
        assertThat(store.claimed).hasSizeLessThanOrEqualTo(3).allMatch(size -> size <= 500);
        assertThat(store.confirmed).hasSizeLessThanOrEqualTo(3).allMatch(size -> size <= 500);
    }

    @Test
    void theEventsOfABatchAreSentInItsOrder() {
        kafka.hold();
        var futures = publisher()
                .events
                .publishAll(IntStream.range(0, 2_000)
                        .mapToObj(i -> new Keyed("k" + i, EVENT))
                        .toList());
        await().until(() -> kafka.sent().size() == 2_000);
        kafka.answer();

        assertThat(futures)
                .extracting(future -> future.join().sent().metadata())
                .containsExactlyElementsOf(kafka.sent());
    }

    @Test
    void eachEventOfABatchSucceedsOrFailsForItself() {
        Publisher publisher = publisher();
        var before = publisher.events.publish("before", EVENT);
        DomainEvent unregistered = () -> "k";

        var futures = publisher.events.publishAll(List.of(
                new Keyed("new", EVENT),
                new Keyed("before", EVENT),
                new Keyed("before", OTHER),
                new Keyed("new", EVENT),
                new Keyed("new", OTHER),
                new Keyed("invalid", unregistered)));

        IdempotentPublication first = futures.get(0).join();
        assertThat(first).isInstanceOf(Published.class);
        assertThat(futures.get(1).join()).isEqualTo(new AlreadyPublished(before.sent()));
        assertThat(failure(futures.get(2))).isInstanceOf(KeyReused.class);
        assertThat(futures.get(3).join()).isEqualTo(new AlreadyPublished(first.sent()));
        assertThat(failure(futures.get(4))).isInstanceOf(KeyReused.class);
        assertThat(failure(futures.get(5))).isInstanceOf(EventPublishingException.class);
        assertThat(kafka.sent()).hasSize(2);
    }

    @Test
    void ofTwoWithOneKeyTheSecondIsPublishedIfTheFirstIsRefusedAndAnother() {
        kafka.fail(Reason.REFUSED);

        var futures = publisher().events.publishAll(List.of(new Keyed("k", EVENT), new Keyed("k", OTHER)));

        assertThat(failure(futures.get(0))).isInstanceOf(EventPublishingException.class);
        assertThat(futures.get(1).join()).isInstanceOf(Published.class);
    }

    @Test
    void aFutureIsTriedAgainToo() {
        kafka.fail(Reason.OUTCOME_UNKNOWN, Reason.BROKER_UNREACHABLE);
        store.failClaims(1);
        Publisher publisher = publisher("retry.attempts=4");

        IdempotentPublication published =
                publisher.events.publishAsync("k", EVENT).join();

        assertThat(published).isInstanceOf(Published.class);
        assertThat(kafka.sent()).hasSize(3).containsOnly(published.sent().metadata());
    }

    @Test
    void aFutureIsNotTriedForEver() {
        kafka.fail(Reason.OUTCOME_UNKNOWN, Reason.OUTCOME_UNKNOWN, Reason.OUTCOME_UNKNOWN, Reason.OUTCOME_UNKNOWN);

        assertThat(failure(publisher().events.publishAsync("k", EVENT))).isInstanceOf(EventPublishingException.class);
        assertThat(kafka.sent()).hasSize(3);
    }

    @Test
    void whatFindsNoRoomInTimeIsRefused() {
        Publisher publisher = publisher("max-pending=2", "max-block=50ms");
        kafka.hold();
        var first = publisher.events.publishAsync("1", EVENT);
        publisher.events.publishAsync("2", EVENT);

        TooManyPending refused = catchThrowableOfType(TooManyPending.class, () -> publisher.events.publish("3", EVENT));
        assertThat(refused.maxPending()).isEqualTo(2);
        assertThat(refused.waited()).isEqualTo(Duration.ofMillis(50));
        assertThat(failure(publisher.events.publishAsync("4", EVENT))).isInstanceOf(TooManyPending.class);

        kafka.answer();
        first.join();
        await().untilAsserted(
                        () -> assertThat(publisher.events.publish("5", EVENT)).isInstanceOf(Published.class));
    }

    @Test
    void everyEndMakesRoom() {
        Publisher publisher = publisher("max-pending=1", "deadline=200ms", "retry.attempts=1");
        publisher.events.publish("done", EVENT);
        publisher.events.publishAsync("done", EVENT).join();
        assertThatExceptionOfType(KeyReused.class).isThrownBy(() -> publisher.events.publish("done", OTHER));
        kafka.fail(Reason.REFUSED, Reason.REFUSED);
        assertThatExceptionOfType(EventPublishingException.class)
                .isThrownBy(() -> publisher.events.publish("refused", EVENT));
        failure(publisher.events.publishAsync("refused", EVENT));
        kafka.hold();
        assertThatExceptionOfType(OutcomePending.class).isThrownBy(() -> publisher.events.publish("late", EVENT));
        kafka.answer();
        publisher.events.publishAsync("cancelled", EVENT).cancel(true);

        assertThat(publisher.events.publish("last", EVENT)).isInstanceOf(Published.class);
    }

    @Test
    void aStopWaitsForWhatIsUnderWay() {
        Publisher publisher = publisher();
        kafka.hold();
        var future = publisher.events.publishAsync("k", EVENT);
        await().until(() -> kafka.sent().size() == 1);

        CompletableFuture<Void> stopped = CompletableFuture.runAsync(publisher.events::stop);
        await().until(() -> !publisher.events.isRunning());
        assertThat(future).isNotDone();
        kafka.answer();

        assertThat(stopped).succeedsWithin(Duration.ofSeconds(5));
        assertThat(future.join()).isInstanceOf(Published.class);
        assertThat(store.row("k").outcome()).isNotNull();
    }

    @Test
    void aStopHasABoundAndEndsWhatIsLeft() {
        Publisher publisher = publisher("stop-timeout=100ms");
        kafka.hold();
        var future = publisher.events.publishAsync("k", EVENT);

        publisher.events.stop();

        assertThat(failure(future)).isInstanceOfSatisfying(OutcomePending.class, failure -> assertThat(failure.reason())
                .isEqualTo(OutcomePending.Reason.STOPPED));
        assertThatExceptionOfType(OutcomePending.class).isThrownBy(() -> publisher.events.publish("l", EVENT));
        assertThat(failure(publisher.events.publishAsync("m", EVENT))).isInstanceOf(OutcomePending.class);
    }

    @Test
    void publishesAgainAfterANewStart() {
        Publisher publisher = publisher();
        publisher.events.publish("k", EVENT);
        publisher.events.stop();
        publisher.events.start();

        assertThat(publisher.events.publish("l", EVENT)).isInstanceOf(Published.class);
    }

    @Test
    void nobodyHangsWithTheStore() {
        Publisher publisher = publisher("deadline=200ms", "stop-timeout=100ms");
        CountDownLatch claims = store.hang();
        var future = publisher.events.publishAsync("k", EVENT);

        assertThatExceptionOfType(OutcomePending.class).isThrownBy(() -> publisher.events.publish("l", EVENT));
        assertThat(failure(future)).isInstanceOf(OutcomePending.class);
        publisher.events.stop();
        claims.countDown();
    }

    @Test
    void anEventWhoseLeaseCouldEndOnTheWayIsNotSent() {
        Publisher publisher = new Publisher(Duration.ofMillis(35_001), store, kafka, "retry.attempts=1");
        publishers.add(publisher);
        CountDownLatch claims = store.hang();
        var future = publisher.events.publishAsync("k", EVENT);
        await().until(store::isHanging);
        long start = System.nanoTime();
        await().until(() -> System.nanoTime() - start > 50_000_000);
        claims.countDown();

        assertThat(failure(future)).hasMessageContaining("so long ago");
        assertThat(kafka.sent()).isEmpty();
        assertThat(store.row("k")).isNull();
    }

    @Test
    void anUnreachableBrokerIsAskedOncePerTypeAndBatch() {
        Publisher publisher = publisher("retry.attempts=1");
        kafka.fail(Reason.BROKER_UNREACHABLE, Reason.BROKER_UNREACHABLE);
        CountDownLatch claims = store.hang();
        var alone = publisher.events.publishAsync("alone", EVENT);
        await().until(store::isHanging);
        List<CompletableFuture<IdempotentPublication>> together = publisher.events.publishAll(
                List.of(new Keyed("1", EVENT), new Keyed("2", EVENT), new Keyed("3", EVENT)));
        claims.countDown();

        together.forEach(future -> assertThat(failure(future)).isInstanceOf(EventPublishingException.class));
        failure(alone);
        assertThat(kafka.sent()).hasSize(2);
        assertThat(publisher.events.publish("2", EVENT)).isInstanceOf(Published.class);
    }

    @Test
    void noThreadKeepsTheProcessAlive() {
        publisher().events.publish("k", EVENT);

        assertThat(Thread.getAllStackTraces().keySet())
                .filteredOn(thread -> thread.getName().startsWith("bookstore-events-"))
                .isNotEmpty()
                .allMatch(Thread::isDaemon);
    }

    private Publisher publisher(String... settings) {
        Publisher publisher = new Publisher(store, kafka, settings);
        publishers.add(publisher);
        return publisher;
    }

    private static Throwable failure(CompletableFuture<?> future) {
        return catchThrowableOfType(CompletionException.class, future::join).getCause();
    }
}
