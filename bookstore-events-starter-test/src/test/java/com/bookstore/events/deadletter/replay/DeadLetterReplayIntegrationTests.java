package com.bookstore.events.deadletter.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.deadletter.replay.ReplayPreview.Reason;
import com.bookstore.events.deadletter.replay.ReplayProgress.State;
import com.bookstore.events.deadletter.replay.ReplayService.Handled;
import com.bookstore.events.deadletter.store.DeadLetter;
import com.bookstore.events.deadletter.store.DeadLetterDetails;
import com.bookstore.events.deadletter.store.DeadLetterFilter;
import com.bookstore.events.deadletter.store.DeadLetterStatus;
import com.bookstore.events.deadletter.store.DeadLetters;
import com.bookstore.events.deadletter.store.DeadLetters.Group;
import com.bookstore.events.deadletter.store.Letter;
import com.bookstore.events.publishing.EventPublisher;
import com.bookstore.events.servers.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.jdbc.core.JdbcTemplate;

/** Records that die, are stored, and are sent again, with a broker and PostgreSQL. */
@Timeout(240)
@ExtendWith(OutputCaptureExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLetterReplayIntegrationTests {

    private static final Duration WITHIN = Duration.ofSeconds(90);
    private static final String TOPIC = "parcels-replay";
    private static final String TABLE = "parcels_replay";
    private static final String SMALL = "parcels-small";
    private static final DeadLetterFilter ALL = DeadLetterFilter.ALL;

    private HikariDataSource pool;
    private JdbcTemplate jdbc;
    private ConfigurableApplicationContext context;
    private ReplayService service;
    private DeadLetters letters;
    private DeadLetterReplays replays;
    private EventPublisher publisher;

    @BeforeAll
    void start() throws Exception {
        ReplayBroker.createTopic(TOPIC, 3, Map.of());
        ReplayBroker.createTopic(TOPIC + "-shop-retry", 1, Map.of());
        ReplayBroker.createTopic(TOPIC + "-dead", 1, Map.of("max.message.bytes", "8388608"));
        ReplayBroker.createTopic(SMALL, 1, Map.of("max.message.bytes", "20000"));
        pool = TestDatabase.POSTGRESQL.pool(10);
        jdbc = new JdbcTemplate(pool);
        context = ReplayService.start(
                pool,
                TOPIC,
                "bookstore.events.topics.small.name=" + SMALL,
                "bookstore.events.dead-letter.replay.allow-edit=true",
                "bookstore.events.dead-letter.replay.batch-size=40");
        service = context.getBean(ReplayService.class);
        letters = context.getBean(DeadLetters.class);
        replays = context.getBean(DeadLetterReplays.class);
        publisher = context.getBean(EventPublisher.class);
    }

    @AfterAll
    void stop() {
        context.close();
        pool.close();
    }

    @BeforeEach
    void forget() {
        service.failure = parcel -> null;
        jdbc.update("DELETE FROM " + TABLE + "_state");
        jdbc.update("DELETE FROM " + TABLE);
        service.handled.clear();
        service.handledByOthers.clear();
    }

    @Test
    void oneCauseOfFiveIsReplayedInOrderAndHandledOnce() {
        List<RuntimeException> causes = List.of(
                new IllegalStateException("a"),
                new IllegalArgumentException("b"),
                new UnsupportedOperationException("c"),
                new ArithmeticException("d"),
                new IndexOutOfBoundsException("e"));
        service.failure = parcel -> causes.get(parcel.number() % 5);
        publish("five", 6, 50);
        awaitStored(300);
        assertThat(letters.causes(ALL)).hasSize(5).extracting(Group::count).containsOnly(60L);
        assertThat(letters.topics(ALL)).containsExactly(new Group(TOPIC, 300));
        service.failure = parcel -> null;

        ReplayRequest request = ReplayRequest.of(ALL.withCause("java.lang.ArithmeticException"));
        ReplayPreview preview = replays.preview(request);
        ReplayProgress done = end(replays.start(request, "ada"));

        assertThat(preview.sendable()).isEqualTo(60);
        assertThat(preview.targets()).containsExactly(new ReplayPreview.Target(TOPIC, "shop", TOPIC, 60));
        assertThat(done.state()).isEqualTo(State.DONE);
        assertThat(done.sent()).isEqualTo(60);
        assertThat(done.by()).isEqualTo("ada");
        await().atMost(WITHIN).until(() -> service.handled.size() >= 60);
        for (int key = 0; key < 6; key++) {
            assertThat(service.numbers("five" + key))
                    .containsExactlyElementsOf(IntStream.range(0, 50)
                            .filter(i -> i % 5 == 3)
                            .boxed()
                            .toList());
        }
        assertThat(letters.statuses(ALL))
                .containsEntry(DeadLetterStatus.REPLAYED, 60L)
                .containsEntry(DeadLetterStatus.NEW, 240L);
        DeadLetterDetails one = letters.find(letters.list(ALL.withStatus(DeadLetterStatus.REPLAYED), null, 1)
                        .get(0)
                        .id())
                .orElseThrow();
        assertThat(one.history()).singleElement().satisfies(action -> {
            assertThat(action.what()).isEqualTo("REPLAYED");
            assertThat(action.by()).isEqualTo("ada");
            assertThat(action.detail()).contains(done.id());
        });
        assertThat(replays.progress(done.id())).contains(done);
        assertThat(replays.recent()).first().isEqualTo(done);
    }

    @Test
    void aReplayedRecordIsWhatItWasAndSaysThatItIsAReplay() throws Exception {
        byte[] value = {(byte) 0xff, 0, 1};
        Letter dead = Letter.of("shop", TOPIC, 0, 4_711).value(value);
        dead.key = new byte[] {(byte) 0xfe, 0};
        dead.headers.add("mine", new byte[] {1, 0}).add("mine", null);
        ReplayBroker.send(dead.to(TOPIC + "-dead"));
        awaitStored(1);

        long id = onlyId();
        end(replays.start(ReplayRequest.of(ALL.withTopic(TOPIC)), "ada"));

        ConsumerRecord<byte[], byte[]> found = replayed(TOPIC, fingerprint(id)).get(0);
        assertThat(found.key()).isEqualTo(dead.key);
        assertThat(found.value()).isEqualTo(value);
        assertThat(found.headers().toArray())
                .extracting(header -> header.key())
                .containsExactly("mine", "mine", "bookstore-replay-id", "bookstore-replay-count");
        assertThat(found.headers().headers("mine"))
                .extracting(header -> header.value())
                .containsExactly(new byte[] {1, 0}, null);
        assertThat(text(found, "bookstore-replay-count")).isEqualTo("1");
        // It is no event, and dies again; for the other group for the first time.
        await().atMost(WITHIN)
                .until(() -> letter(id).attempts() == 2 && letter(id).status() == DeadLetterStatus.NEW);
        awaitStored(2);
        assertThat(letters.list(ALL.withConsumerGroup("others"), null, 10)).hasSize(1);
    }

    @Test
    void aReplayThatFailsComesBackWithItsCountAndIsForcedPastTheLimit() {
        service.failure = parcel -> new IllegalStateException("never");
        publish("again", 1, 1);
        awaitStored(1);
        long id = onlyId();
        ReplayRequest request = ReplayRequest.of(DeadLetterFilter.of(List.of(id)));
        for (int replay = 1; replay <= 3; replay++) {
            int attempts = replay + 1;
            end(replays.start(request, "ada"));
            await().atMost(WITHIN).until(() -> letter(id).attempts() == attempts);
            await().atMost(WITHIN).until(() -> letter(id).status() == DeadLetterStatus.NEW);
            assertThat(letter(id).replays()).isEqualTo(replay);
        }

        assertThat(replays.preview(request).refused()).isEqualTo(Map.of(Reason.TOO_MANY_REPLAYS, 1L));
        assertThatThrownBy(() -> replays.start(request, "ada"))
                .isInstanceOf(ReplayRefusedException.class)
                .hasMessageContaining("force");

        service.failure = parcel -> null;
        ReplayProgress forced = end(replays.start(new ReplayRequest(request.filter(), null, null, true), "ada"));
        assertThat(forced.sent()).isEqualTo(1);
        await().atMost(WITHIN).until(() -> service.handled.size() == 1);
        assertThat(letters.list(ALL, null, 10)).hasSize(1);
        assertThat(letter(id).attempts()).isEqualTo(4);
        assertThat(letter(id).status()).isEqualTo(DeadLetterStatus.REPLAYED);
    }

    @Test
    void twoOperatorsSendARecordOnce() throws Exception {
        service.failure = parcel -> new IllegalStateException("once");
        publish("both", 4, 40);
        awaitStored(160);
        service.failure = parcel -> null;
        try (ConfigurableApplicationContext other = ReplayService.start(
                pool,
                TOPIC,
                "spring.kafka.listener.auto-startup=false",
                "bookstore.events.dead-letter.replay.batch-size=7")) {
            DeadLetterReplays others = other.getBean(DeadLetterReplays.class);
            ReplayRequest request = ReplayRequest.of(ALL.withConsumerGroup("shop"));

            ReplayProgress first = replays.start(request, "ada");
            ReplayProgress second = others.start(request, "bob");
            first = end(first);
            await().atMost(WITHIN)
                    .until(() ->
                            others.progress(second.id()).orElseThrow().state().isEnd());

            assertThat(first.sent() + others.progress(second.id()).orElseThrow().sent())
                    .isEqualTo(160);
        }
        await().atMost(WITHIN).until(() -> service.handled.size() >= 160);
        Set<String> ids = new HashSet<>();
        service.handled.forEach(one -> ids.add(one.eventId()));
        assertThat(service.handled).hasSize(160);
        assertThat(ids).hasSize(160);
        for (int key = 0; key < 4; key++) {
            assertThat(service.numbers("both" + key)).isSorted();
        }
    }

    @Test
    void aReplayWhoseMarkIsLostIsSentOnceMoreAsTheSameAndCountsOnce() {
        service.failure = parcel -> new IllegalStateException("lost mark");
        publish("mark", 1, 1);
        awaitStored(1);
        long id = onlyId();
        String eventId = letter(id).eventId();
        String fingerprint = fingerprint(id);
        ReplayRequest request = ReplayRequest.of(DeadLetterFilter.of(List.of(id)));
        service.failure = parcel -> null;
        end(replays.start(request, "ada"));

        jdbc.update("UPDATE " + TABLE + "_state SET status = 'NEW', replays = 0"); // as if it had crashed before
        end(replays.start(request, "ada"));

        List<ConsumerRecord<byte[], byte[]>> sent = replayed(TOPIC, fingerprint);
        assertThat(sent).hasSize(2).allSatisfy(found -> {
            assertThat(text(found, "bookstore-replay-count")).isEqualTo("1");
            assertThat(new String(found.value(), StandardCharsets.UTF_8)).contains(eventId);
        });
        assertThat(letter(id).replays()).isEqualTo(1);
    }

    @Test
    void nothingIsSentWhereTheApplicationMayNotWrite() throws Exception {
        String forged = "forged-" + UUID.randomUUID();
        ReplayBroker.createTopic(forged, 1, Map.of());
        ReplayBroker.send(Letter.of("shop", forged, 0, 1).to(TOPIC + "-dead"));
        ReplayBroker.send(Letter.of("shop", "__consumer_offsets", 0, 1).to(TOPIC + "-dead"));
        ReplayBroker.send(Letter.of("shop", TOPIC + "-dead", 0, 1).to(TOPIC + "-dead"));
        ReplayBroker.send(Letter.bare().to(TOPIC + "-dead"));
        awaitStored(4);
        List<Long> ids =
                letters.list(ALL, null, 10).stream().map(DeadLetter::id).toList();
        ReplayRequest everything = new ReplayRequest(DeadLetterFilter.of(ids), null, null, true);

        assertThat(replays.preview(everything).refused())
                .isEqualTo(Map.of(Reason.TOPIC_NOT_ALLOWED, 2L, Reason.NO_SOURCE, 2L));
        assertThatThrownBy(() -> replays.start(everything, "eve")).isInstanceOf(ReplayRefusedException.class);

        service.failure = parcel -> new IllegalStateException("x");
        publish("fine", 1, 1);
        awaitStored(5);
        service.failure = parcel -> null;
        ReplayProgress mixed = end(replays.start(
                ReplayRequest.of(DeadLetterFilter.of(
                        letters.list(ALL, null, 10).stream().map(DeadLetter::id).toList())),
                "eve"));
        assertThat(mixed.sent()).isEqualTo(1);
        assertThat(mixed.refused()).isEqualTo(Map.of(Reason.TOPIC_NOT_ALLOWED, 2L, Reason.NO_SOURCE, 2L));
        assertThat(ReplayBroker.records(forged)).isEmpty();
        assertThatThrownBy(() -> replays.start(ReplayRequest.of(ALL), "eve"))
                .isInstanceOf(ReplayRefusedException.class)
                .hasMessageContaining("everything");
        assertThatThrownBy(() -> replays.start(ReplayRequest.of(ALL.withTopic("unknown")), "eve"))
                .isInstanceOf(ReplayRefusedException.class)
                .hasMessageContaining("No dead letter");
    }

    @Test
    void aReplayKeepsItsPaceAndCanBeCancelled() {
        service.failure = parcel -> new IllegalStateException("slow");
        publish("slow", 1, 60);
        awaitStored(60);
        service.failure = parcel -> null;

        ReplayProgress slow = replays.start(new ReplayRequest(ALL.withTopic(TOPIC), null, 5, false), "ada");
        await().atMost(WITHIN)
                .until(() -> replays.progress(slow.id()).orElseThrow().sent() > 0);
        assertThat(replays.cancel(slow.id(), "bob")).isTrue();
        ReplayProgress cancelled = end(slow);

        assertThat(cancelled.state()).isEqualTo(State.CANCELLED);
        assertThat(cancelled.sent()).isBetween(1L, 59L);
        assertThat(replays.cancel(slow.id(), "bob")).isFalse();
        assertThat(replays.cancel("unknown", "bob")).isFalse();
        assertThat(letters.statuses(ALL)).containsEntry(DeadLetterStatus.REPLAYED, cancelled.sent());

        ReplayProgress rest = end(replays.start(new ReplayRequest(ALL.withTopic(TOPIC), 10, null, false), "ada"));
        assertThat(rest.sent()).isEqualTo(10);
        end(replays.start(ReplayRequest.of(ALL.withTopic(TOPIC)), "ada"));
        await().atMost(WITHIN).until(() -> service.handled.size() >= 60);
        assertThat(service.numbers("slow0"))
                .containsExactlyElementsOf(IntStream.range(0, 60).boxed().toList());
        assertThatThrownBy(() -> replays.start(new ReplayRequest(ALL.withTopic(TOPIC), 10_001, null, false), "ada"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> replays.start(new ReplayRequest(ALL.withTopic(TOPIC), null, 0, false), "ada"))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void behindARecordThatIsRefusedNoneOfItsKeyIsSent() throws Exception {
        byte[] large = new byte[50_000];
        new Random(1).nextBytes(large); // which no compression makes small
        for (int i = 0; i < 30; i++) {
            Letter letter = Letter.of("shop", SMALL, 0, i).key("k" + i % 3).value("v" + i);
            ReplayBroker.send((i == 10 ? letter.value(large) : letter).to(TOPIC + "-dead"));
        }
        awaitStored(30);

        ReplayProgress done = end(replays.start(ReplayRequest.of(ALL.withTopic(SMALL)), "ada"));

        assertThat(done.state()).isEqualTo(State.DONE);
        // k1: 1, 4, 7, then 10 is refused, and 13, 16, 19, 22, 25, 28 are left out
        assertThat(done.failed()).isEqualTo(7);
        assertThat(done.sent()).isEqualTo(23);
        assertThat(values(SMALL, "k1")).containsExactly("v1", "v4", "v7");
        assertThat(values(SMALL, "k0")).hasSize(10);
        assertThat(values(SMALL, "k2")).hasSize(10);
        List<DeadLetter> left = letters.list(ALL.withStatus(DeadLetterStatus.NEW), null, 100);
        assertThat(left).hasSize(7).extracting(DeadLetter::key).containsOnly("k1");
        assertThat(letters.find(left.get(6).id()).orElseThrow().history())
                .singleElement()
                .satisfies(action -> assertThat(action.what()).isEqualTo("SEND_FAILED"));
    }

    @Test
    void anEditedValueIsSentAndTheOneThatArrivedIsKept() {
        service.failure = parcel -> parcel.note().equals("wrong") ? new IllegalStateException("wrong") : null;
        publisher.publish(new Parcel("edited", 1, "wrong")).join();
        awaitStored(1);
        long id = onlyId();
        byte[] arrived = letters.find(id).orElseThrow().value();
        String text = new String(arrived, StandardCharsets.UTF_8);

        assertThatThrownBy(() -> replays.replayEdited(id, "{", "ada")).isInstanceOf(ReplayRefusedException.class);
        assertThatThrownBy(() -> replays.replayEdited(id, text.replace("parcelSent", "bookCreated"), "ada"))
                .isInstanceOf(ReplayRefusedException.class);
        assertThatThrownBy(() -> replays.replayEdited(
                        id, text.replace(letter(id).eventId(), UUID.randomUUID().toString()), "ada"))
                .isInstanceOf(ReplayRefusedException.class)
                .hasMessageContaining("eventId");
        assertThatThrownBy(() -> replays.replayEdited(id, text.replace("\"number\":1", "\"number\":\"x\""), "ada"))
                .isInstanceOf(ReplayRefusedException.class);
        ReplayProgress done = end(replays.replayEdited(id, text.replace("wrong", "right"), "ada"));

        assertThat(done.state()).isEqualTo(State.DONE);
        await().atMost(WITHIN).until(() -> !service.handled.isEmpty());
        assertThat(service.handled).containsExactly(new Handled(letter(id).eventId(), "edited", 1, "right"));
        DeadLetterDetails edited = letters.find(id).orElseThrow();
        assertThat(edited.arrivedValue()).isEqualTo(arrived);
        assertThat(new String(edited.value(), StandardCharsets.UTF_8)).contains("right");
        assertThat(edited.history()).extracting(DeadLetterDetails.Action::what).containsExactly("EDITED", "REPLAYED");
    }

    @Test
    void aRetryTopicKeepsReplaysFromOtherGroups() {
        service.failure = parcel -> new IllegalStateException("mine alone");
        publish("alone", 1, 5);
        awaitStored(5);
        await().atMost(WITHIN).until(() -> service.handledByOthers.size() == 5);
        try (ConfigurableApplicationContext other = ReplayService.start(
                pool,
                TOPIC,
                "spring.kafka.listener.auto-startup=false",
                "bookstore.events.dead-letter.replay.destination=retry-topic")) {
            DeadLetterReplays others = other.getBean(DeadLetterReplays.class);
            ReplayRequest request = ReplayRequest.of(ALL.withTopic(TOPIC));
            others.start(request, "ada");
            await().atMost(WITHIN).until(() -> letters.list(ALL, null, 10).stream()
                    .allMatch(letter -> letter.attempts() == 2 && letter.status() == DeadLetterStatus.NEW));
            assertThat(letters.list(ALL, null, 10))
                    .extracting(letter -> letter.source().topic())
                    .containsOnly(TOPIC);

            service.failure = parcel -> null;
            others.start(request, "ada");
            await().atMost(WITHIN).until(() -> service.numbers("alone0").equals(List.of(0, 1, 2, 3, 4)));
        }
        assertThat(service.handledByOthers).hasSize(5);
    }

    @Test
    void whileTheTableIsGoneNothingIsLost(CapturedOutput output) throws Exception {
        jdbc.execute("ALTER TABLE " + TABLE + " RENAME TO away");
        try {
            for (int i = 0; i < 3; i++) {
                ReplayBroker.send(Letter.of("shop", TOPIC, 0, 10_000 + i).to(TOPIC + "-dead"));
            }
            await().atMost(WITHIN).until(() -> output.getAll().contains("could not be stored and are read again"));
        } finally {
            jdbc.execute("ALTER TABLE away RENAME TO " + TABLE);
        }

        awaitStored(3);
    }

    private void publish(String prefix, int keys, int each) {
        List<CompletableFuture<?>> published = new ArrayList<>();
        for (int number = 0; number < each; number++) {
            for (int key = 0; key < keys; key++) {
                published.add(publisher.publish(new Parcel(prefix + key, number, "")));
            }
        }
        published.forEach(CompletableFuture::join);
    }

    private void awaitStored(int count) {
        await().atMost(WITHIN)
                .untilAsserted(() -> assertThat(letters.list(ALL, null, 1_000)).hasSize(count));
    }

    private ReplayProgress end(ReplayProgress run) {
        await().atMost(WITHIN)
                .until(() -> replays.progress(run.id()).orElseThrow().state().isEnd());
        return replays.progress(run.id()).orElseThrow();
    }

    private long onlyId() {
        List<DeadLetter> all = letters.list(ALL, null, 10);
        assertThat(all).hasSize(1);
        return all.get(0).id();
    }

    private DeadLetter letter(long id) {
        return letters.find(id).orElseThrow().letter();
    }

    private String fingerprint(long id) {
        return jdbc.queryForObject("SELECT fingerprint FROM %s WHERE id = ?".formatted(TABLE), String.class, id);
    }

    private static List<ConsumerRecord<byte[], byte[]>> replayed(String topic, String fingerprint) {
        return ReplayBroker.records(topic).stream()
                .filter(found -> fingerprint.equals(text(found, "bookstore-replay-id")))
                .toList();
    }

    private static List<String> values(String topic, String key) {
        return ReplayBroker.records(topic).stream()
                .filter(found -> key.equals(new String(found.key(), StandardCharsets.UTF_8)))
                .map(found -> new String(found.value(), StandardCharsets.UTF_8))
                .toList();
    }

    private static String text(ConsumerRecord<byte[], byte[]> found, String header) {
        var last = found.headers().lastHeader(header);
        return last == null ? null : new String(last.value(), StandardCharsets.UTF_8);
    }
}
