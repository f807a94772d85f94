package com.bookstore.events.deadletter.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.bookstore.events.deadletter.store.DeadLetterStoreProperties.Retention;
import com.bookstore.events.deadletter.store.DeadLetters.Group;
import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.jdbc.JdbcDatabase;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.servers.TestDatabase;
import com.bookstore.events.type.EventTypeRegistry;
import com.zaxxer.hikari.HikariDataSource;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.support.KafkaHeaders;

/** What the store promises, in each database. */
@Timeout(240)
@ParameterizedClass
@EnumSource(TestDatabase.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DeadLetterStoreIntegrationTests {

    private static final String GROUP = "shop";
    private static final String TOPIC = "books";

    @Parameter
    private TestDatabase database;

    private HikariDataSource pool;
    private JdbcTemplate jdbc;
    private DeadLetterTables tables;
    private JdbcDeadLetters letters;
    private DeadLetterIntake intake;
    private final List<DeadLetter> told = new ArrayList<>();
    private final List<DeadLetter> toldAgain = new ArrayList<>();

    @BeforeParameterizedClassInvocation
    void open() throws Exception {
        pool = database.pool(8);
        jdbc = new JdbcTemplate(pool);
        tables = DeadLetterTables.of(JdbcDatabase.of(pool), null, "letters_" + database.ordinal());
        tables.schema().create(pool);
        letters = new JdbcDeadLetters(tables, EventRecorder.NO_OP, Clock.systemUTC());
        intake = intake(new DeadLetterListener() {
            @Override
            public void stored(DeadLetter letter) {
                told.add(letter);
            }

            @Override
            public void diedAgain(DeadLetter letter) {
                toldAgain.add(letter);
            }
        });
    }

    private DeadLetterIntake intake(DeadLetterListener... listeners) {
        return new DeadLetterIntake(
                new DeadLetterReader(EventTypeRegistry.of(BookCreatedEvent.class)),
                new JdbcIntake(tables, Clock.systemUTC()),
                List.of(listeners),
                Clock.systemUTC());
    }

    @AfterParameterizedClassInvocation
    void close() {
        pool.close();
    }

    @BeforeEach
    void empty() {
        jdbc.update("DELETE FROM " + tables.states());
        jdbc.update("DELETE FROM " + tables.letters());
        told.clear();
        toldAgain.clear();
    }

    @Test
    void aDeadLetterIsStoredOnceHoweverOftenItComes() {
        Letter letter = Letter.of(GROUP, TOPIC, 2, 7).key("42").event("bookCreated", "id-1");

        intake.onMessage(List.of(letter.at(0), letter.at(0), letter.at(1)));
        intake.onMessage(List.of(letter.at(0), letter.at(2)));

        DeadLetter stored = only();
        assertThat(told).containsExactly(stored);
        assertThat(stored.source())
                .isEqualTo(new DeadLetter.Source(GROUP, TOPIC, 2, 7, Instant.ofEpochMilli(1_700_000_000_000L)));
        assertThat(stored.key()).isEqualTo("42");
        assertThat(stored.type()).isEqualTo("bookCreated");
        assertThat(stored.eventId()).isEqualTo("id-1");
        assertThat(stored.cause()).isEqualTo(new DeadLetter.Cause("java.lang.IllegalStateException", "no stock"));
        assertThat(stored.attempts()).isEqualTo(1);
        assertThat(stored.status()).isEqualTo(DeadLetterStatus.NEW);
        assertThat(Duration.between(stored.storedAt(), Instant.now()).abs()).isLessThan(Duration.ofMinutes(5));
    }

    @Test
    void eachGroupTopicPartitionAndOffsetIsADeadLetterOfItsOwn() {
        intake.onMessage(List.of(
                Letter.of(GROUP, TOPIC, 0, 1).at(0),
                Letter.of("other", TOPIC, 0, 1).at(1),
                Letter.of(GROUP, "orders", 0, 1).at(2),
                Letter.of(GROUP, TOPIC, 1, 1).at(3),
                Letter.of(GROUP, TOPIC, 0, 2).at(4),
                Letter.of(GROUP, TOPIC, 0, 1)
                        .set(KafkaHeaders.DLT_ORIGINAL_TIMESTAMP, Letter.number(1L)) // the topic was made again
                        .at(5)));

        assertThat(all()).hasSize(6);
    }

    @Test
    void whatDoesNotTellWhereItCameFromIsItsOwnSource() {
        intake.onMessage(List.of(
                Letter.bare().at(10),
                Letter.of(GROUP, TOPIC, 0, 1)
                        .set(KafkaHeaders.DLT_ORIGINAL_OFFSET, Letter.bytes("12"))
                        .at(11),
                Letter.of(GROUP, "a topic\n", 0, 1).at(12),
                Letter.of(GROUP, TOPIC, -5, 1).at(13),
                Letter.of(GROUP, TOPIC, 0, 1)
                        .set(KafkaHeaders.DLT_ORIGINAL_TOPIC, new byte[100_000])
                        .at(14)));
        intake.onMessage(List.of(Letter.bare().at(10)));

        assertThat(all()).extracting(letter -> letter.source().topic()).containsOnly("dead");
        assertThat(all())
                .extracting(letter -> letter.source().offset())
                .containsExactlyInAnyOrder(10L, 11L, 12L, 13L, 14L);
        assertThat(all()).extracting(letter -> letter.source().consumerGroup()).containsOnly("");
    }

    @Test
    void whateverAProducerSendsIsKeptByteForByte() {
        byte[] large = new byte[4 * 1024 * 1024];
        new Random(1).nextBytes(large);
        List<Letter> odd = List.of(
                Letter.of(GROUP, TOPIC, 0, 0).value((byte[]) null),
                Letter.of(GROUP, TOPIC, 0, 1).value(new byte[0]),
                Letter.of(GROUP, TOPIC, 0, 2).value(new byte[] {(byte) 0xff, 0, (byte) 0xc3}),
                Letter.of(GROUP, TOPIC, 0, 3).value(large),
                Letter.of(GROUP, TOPIC, 0, 4).value("{\"type\":\"a\\u0000b\",\"eventId\":\"\\ud800\"}"),
                Letter.of(GROUP, TOPIC, 0, 5).value("[".repeat(100_000)),
                Letter.of(GROUP, TOPIC, 0, 6)
                        .set("__TypeId__", new byte[] {0, 65, 0})
                        .set("nothing", null)
                        .set("", new byte[0]),
                Letter.of("g\0\n" + "x".repeat(2_000), TOPIC, 0, 7)
                        .because("c\0" + "y".repeat(5_000), "\0m" + "\uD83D\uDE00".repeat(2_000)),
                Letter.of(GROUP, TOPIC, 0, 8).event("t".repeat(3_000), "i".repeat(3_000)));
        odd.get(1).key = new byte[] {(byte) 0xff, 0};
        odd.get(2).key = null;
        odd.get(3).key = new byte[1024 * 1024];

        for (int i = 0; i < odd.size(); i++) {
            intake.onMessage(List.of(odd.get(i).at(i)));
            DeadLetterDetails stored = letters.find(newest().id()).orElseThrow();
            assertThat(stored.letter().source().offset()).isEqualTo(i);
            assertThat(stored.value()).isEqualTo(odd.get(i).value);
            assertThat(stored.keyBytes()).isEqualTo(odd.get(i).key);
            assertThat(stored.headers()).isEqualTo(odd.get(i).headers);
            assertThat(stored.isComplete()).isTrue();
        }
        assertThat(all()).extracting(DeadLetter::valueSize).contains(-1, 0, 4 * 1024 * 1024);
        assertThat(letters.list(DeadLetterFilter.ALL.withKey("\uFFFD\0"), null, 10))
                .hasSize(1);
    }

    @Test
    void tenThousandHeadersAreKept() {
        Letter letter = Letter.of(GROUP, TOPIC, 0, 1);
        for (int i = 0; i < 10_000; i++) {
            letter.headers.add("h", Letter.bytes(Integer.toString(i)));
        }

        intake.onMessage(List.of(letter.at(0)));

        assertThat(letters.find(only().id()).orElseThrow().headers()).isEqualTo(letter.headers);
    }

    @Test
    void oneThatTheDatabaseRefusesBlocksNothingAndLeavesARowThatSaysWhereItIs() {
        refuse(666);
        try {
            intake.onMessage(List.of(
                    Letter.of(GROUP, TOPIC, 0, 1).at(0),
                    Letter.of(GROUP, TOPIC, 0, 2).value(new byte[666]).at(1),
                    Letter.of(GROUP, TOPIC, 0, 3).at(2)));
        } finally {
            jdbc.execute("ALTER TABLE %s DROP CONSTRAINT refusing".formatted(tables.letters()));
        }

        assertThat(all()).hasSize(3);
        assertThat(told).hasSize(3);
        DeadLetterDetails refused = all().stream()
                .filter(letter -> letter.valueSize() == 666)
                .map(letter -> letters.find(letter.id()).orElseThrow())
                .findFirst()
                .orElseThrow();
        assertThat(refused.isComplete()).isFalse();
        assertThat(refused.history()).singleElement().satisfies(line -> assertThat(line.what())
                .isEqualTo("NOT_STORED"));
    }

    /** Has the database take no value of this length. */
    private void refuse(int length) {
        jdbc.execute("ALTER TABLE %s ADD CONSTRAINT refusing CHECK (payload IS NULL OR OCTET_LENGTH(payload) <> %d)"
                .formatted(tables.letters(), length));
    }

    @Test
    void aReplayThatDiesComesBackToItsRowOnceForEachReplay() {
        intake.onMessage(List.of(Letter.of(GROUP, TOPIC, 0, 1).at(0)));
        long id = only().id();
        String fingerprint = markReplayed(id);

        Letter again = Letter.of(GROUP, TOPIC, 0, 900)
                .because("java.io.IOException", "again")
                .replay(fingerprint, 1);
        intake.onMessage(List.of(again.at(1), again.at(1)));
        intake.onMessage(List.of(
                again.at(1),
                Letter.of(GROUP, TOPIC, 0, 901).replay(fingerprint, 1).at(2)));

        DeadLetter back = only();
        assertThat(back.id()).isEqualTo(id);
        assertThat(back.status()).isEqualTo(DeadLetterStatus.NEW);
        assertThat(back.attempts()).isEqualTo(2);
        assertThat(back.replays()).isEqualTo(1);
        assertThat(back.cause()).isEqualTo(new DeadLetter.Cause("java.io.IOException", "again"));
        assertThat(back.source().offset()).isEqualTo(1);
        assertThat(toldAgain).containsExactly(back);
        assertThat(told).hasSize(1);
    }

    @Test
    void aReplayThatDiesBeforeItIsMarkedIsCountedAsWell() {
        intake.onMessage(List.of(Letter.of(GROUP, TOPIC, 0, 1).at(0)));
        String fingerprint = fingerprint(only().id());

        intake.onMessage(
                List.of(Letter.of(GROUP, TOPIC, 0, 900).replay(fingerprint, 1).at(1)));

        assertThat(only().attempts()).isEqualTo(2);
        assertThat(only().replays()).isEqualTo(1);
    }

    @Test
    void whatOnlyClaimsToBeAReplayIsADeadLetterOfItsOwn() {
        intake.onMessage(List.of(Letter.of(GROUP, TOPIC, 0, 1).at(0)));
        String fingerprint = markReplayed(only().id());

        intake.onMessage(List.of(
                Letter.of("another-group", TOPIC, 0, 900).replay(fingerprint, 1).at(1),
                Letter.of(GROUP, TOPIC, 0, 901)
                        .value("{\"other\":1}")
                        .replay(fingerprint, 1)
                        .at(2),
                Letter.of(GROUP, TOPIC, 0, 902)
                        .key("other")
                        .replay(fingerprint, 1)
                        .at(3),
                Letter.of(GROUP, TOPIC, 0, 903).replay(fingerprint, 3).at(4),
                Letter.of(GROUP, TOPIC, 0, 904).replay("0".repeat(64), 1).at(5),
                Letter.of(GROUP, TOPIC, 0, 905).replay("' OR 1=1", 1).at(6),
                Letter.of(GROUP, TOPIC, 0, 906).replay(fingerprint, -1).at(7),
                Letter.bare().replay(fingerprint, 1).at(8)));

        assertThat(all()).hasSize(9);
        assertThat(all()).extracting(DeadLetter::attempts).containsOnly(1);
        assertThat(toldAgain).isEmpty();
    }

    @Test
    void twoInstancesStoreTheSameOnceTogether() throws Exception {
        List<ConsumerRecord<byte[], byte[]>> records = IntStream.range(0, 200)
                .mapToObj(i -> Letter.of(GROUP, TOPIC, 0, i).at(i))
                .toList();
        ExecutorService instances = Executors.newFixedThreadPool(3);
        CountDownLatch start = new CountDownLatch(1);
        List<Callable<Void>> all = new ArrayList<>();
        for (int instance = 0; instance < 3; instance++) {
            all.add(() -> {
                start.await();
                intake().onMessage(records);
                return null;
            });
        }
        List<Future<Void>> outcomes = all.stream().map(instances::submit).toList();
        start.countDown();
        for (Future<Void> outcome : outcomes) {
            outcome.get(60, TimeUnit.SECONDS);
        }
        instances.shutdown();

        assertThat(jdbc.queryForObject("SELECT COUNT(*) FROM " + tables.joined(), Long.class))
                .isEqualTo(200);
    }

    @Test
    void listsNewestFirstByPagesAndFilters() {
        List<ConsumerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int i = 0; i < 60; i++) {
            records.add(Letter.of(i % 2 == 0 ? GROUP : "b", i % 3 == 0 ? "orders" : TOPIC, 0, i)
                    .because("cause" + i % 5, "m")
                    .key("k" + i % 10)
                    .event("type" + i % 4, "id-" + i)
                    .at(i));
        }
        intake.onMessage(records);
        DeadLetterFilter all = DeadLetterFilter.ALL;

        List<DeadLetter> first = letters.list(all, null, 25);
        List<DeadLetter> second = letters.list(all, first.get(24).id(), 25);
        List<DeadLetter> third = letters.list(all, second.get(24).id(), 25);
        assertThat(first).extracting(DeadLetter::id).isSortedAccordingTo((a, b) -> Long.compare(b, a));
        assertThat(IntStream.of(first.size(), second.size(), third.size()).sum())
                .isEqualTo(60);

        assertThat(letters.list(all.withTopic("orders"), null, 100)).hasSize(20);
        assertThat(letters.list(all.withConsumerGroup("b"), null, 100)).hasSize(30);
        assertThat(letters.list(all.withCause("cause4"), null, 100)).hasSize(12);
        assertThat(letters.list(all.withType("type3"), null, 100)).hasSize(15);
        assertThat(letters.list(all.withKey("k7"), null, 100)).hasSize(6);
        assertThat(letters.list(all.withKey("k7").withCause("cause4"), null, 100))
                .isEmpty();
        assertThat(letters.list(all.withKey("' OR '1'='1"), null, 100)).isEmpty();
        assertThat(letters.list(all.withStatus(DeadLetterStatus.RESOLVED), null, 100))
                .isEmpty();
        Instant hourAgo = Instant.now().minusSeconds(3_600);
        Instant inAnHour = hourAgo.plusSeconds(7_200);
        assertThat(letters.list(all.between(hourAgo, inAnHour), null, 100)).hasSize(60);
        assertThat(letters.list(all.between(inAnHour, null), null, 100)).isEmpty();
        assertThat(letters.list(all.between(null, hourAgo), null, 100)).isEmpty();
        assertThat(letters.list(DeadLetterFilter.of(List.of(first.get(3).id(), -1L)), null, 100))
                .containsExactly(first.get(3));

        assertThat(letters.causes(all))
                .containsExactlyElementsOf(IntStream.range(0, 5)
                        .mapToObj(i -> new Group("cause" + i, 12))
                        .toList());
        assertThat(letters.topics(all)).containsExactly(new Group(TOPIC, 40), new Group("orders", 20));
        assertThat(letters.topics(all.withCause("cause0")))
                .containsExactly(new Group(TOPIC, 8), new Group("orders", 4));
        assertThat(letters.statuses(all))
                .containsEntry(DeadLetterStatus.NEW, 60L)
                .hasSize(4);
        assertThat(letters.allStatuses()).isEqualTo(letters.statuses(all));
        assertThatThrownBy(() -> letters.list(all, null, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> letters.list(all, null, 1_001)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void closesDeadLettersOnceWithReasonAndName() {
        intake.onMessage(IntStream.range(0, 5)
                .mapToObj(i -> Letter.of(GROUP, TOPIC, 0, i).at(i))
                .toList());
        List<Long> ids = all().stream().map(DeadLetter::id).sorted().toList();

        assertThat(letters.discard(DeadLetterFilter.of(ids.subList(0, 2)), 10, "not\tneeded\nany more", "eve\tMALLORY"))
                .isEqualTo(ids.subList(0, 2));
        assertThat(letters.resolve(DeadLetterFilter.ALL.withTopic(TOPIC), 2, "by hand", "ada"))
                .isEqualTo(ids.subList(2, 4));
        assertThat(letters.discard(DeadLetterFilter.of(ids.subList(0, 4)), 10, "again", "bob"))
                .isEmpty();

        DeadLetterDetails discarded = letters.find(ids.get(0)).orElseThrow();
        assertThat(discarded.letter().status()).isEqualTo(DeadLetterStatus.DISCARDED);
        assertThat(discarded.history()).singleElement().satisfies(line -> {
            assertThat(line.what()).isEqualTo("DISCARDED");
            assertThat(line.by()).isEqualTo("eve MALLORY");
            assertThat(line.detail()).isEqualTo("not needed any more");
            assertThat(Duration.between(line.at(), Instant.now()).abs()).isLessThan(Duration.ofMinutes(5));
        });
        assertThat(letters.find(ids.get(4)).orElseThrow().letter().status()).isEqualTo(DeadLetterStatus.NEW);
        assertThatThrownBy(() -> letters.discard(DeadLetterFilter.ALL, 1, " ", "ada"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> letters.resolve(DeadLetterFilter.ALL, 10_001, "r", "ada"))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(letters.find(-1)).isEmpty();
    }

    @Test
    void keepsEachStatusAsLongAsItIsTold() {
        intake.onMessage(IntStream.range(0, 8)
                .mapToObj(i -> Letter.of(GROUP, TOPIC, 0, i).at(i))
                .toList());
        List<Long> ids = all().stream().map(DeadLetter::id).sorted().toList();
        letters.discard(DeadLetterFilter.of(ids.subList(0, 2)), 10, "r", "ada");
        letters.resolve(DeadLetterFilter.of(ids.subList(2, 4)), 10, "r", "ada");
        jdbc.update("UPDATE %s SET changed_at = %s"
                .formatted(tables.states(), tables.database().dialect().nowPlus(Duration.ofDays(-10))));
        Duration week = Duration.ofDays(7);
        Duration month = Duration.ofDays(30);

        assertThat(retention(null, month, month, week).deleteSome(1)).isEqualTo(1);
        assertThat(retention(null, month, month, week).deleteSome(10)).isEqualTo(1);
        assertThat(all()).extracting(DeadLetter::id).containsExactlyInAnyOrderElementsOf(ids.subList(2, 8));
        assertThat(retention(month, month, week, week).deleteSome(10)).isEqualTo(2);
        assertThat(all()).hasSize(4);
        assertThat(retention(week, week, week, week).deleteSome(10)).isEqualTo(4);
        assertThat(all()).isEmpty();
    }

    private JdbcRetention retention(Duration unresolved, Duration replayed, Duration resolved, Duration discarded) {
        return new JdbcRetention(tables, new Retention(unresolved, replayed, resolved, discarded));
    }

    private String fingerprint(long id) {
        return jdbc.queryForObject(
                "SELECT fingerprint FROM %s WHERE id = ?".formatted(tables.letters()), String.class, id);
    }

    private String markReplayed(long id) {
        jdbc.update(
                "UPDATE %s SET status = 'REPLAYED', replays = 1 WHERE letter_id = ?".formatted(tables.states()), id);
        return fingerprint(id);
    }

    private List<DeadLetter> all() {
        return letters.list(DeadLetterFilter.ALL, null, 1_000);
    }

    private DeadLetter newest() {
        return letters.list(DeadLetterFilter.ALL, null, 1).get(0);
    }

    private DeadLetter only() {
        assertThat(all()).hasSize(1);
        return newest();
    }
}
