package com.bookstore.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;

/** A real database, a real worker and the sample's configuration: what SQL does to rows is on the topic. */
@TestInstance(Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Timeout(1800)
abstract class CaptureTest {

    static final Duration LIMIT = Duration.ofSeconds(120);
    static final int MANY = 500;
    static final long FIRST_OF_MANY = 10_000;

    private Capture capture;
    private ChangeTopic topic;

    /** The database's name, which its connector's file has as well. */
    abstract String database();

    /** What the task that has lost its position says. */
    abstract String lostPosition();

    /** Sets the server up. */
    void prepare() {}

    @BeforeAll
    void start() throws Exception {
        capture = new Capture(database());
        topic = new ChangeTopic(capture.bootstrapServers(), "cdc.books", LIMIT);
        prepare();
        worker().start();
        execute("INSERT INTO books (id, title, price, stock) VALUES (1, 'There before', 9.99, 1)");
        worker().run(connector());
    }

    @AfterAll
    void close() throws Exception {
        if (topic != null) {
            topic.close();
        }
        if (capture != null) {
            capture.close();
        }
    }

    final Capture capture() {
        return capture;
    }

    final CapturedDatabase captured() {
        return capture.database();
    }

    final ConnectWorker worker() {
        return capture.worker();
    }

    final ChangeTopic topic() {
        return topic;
    }

    final String name() throws IOException {
        return connector().name();
    }

    Connector connector() throws IOException {
        return Connector.of(database());
    }

    final void execute(String sql) {
        captured().execute(sql);
    }

    @Test
    @Order(1)
    void beginsWithTheRowsThatAreThere() throws Exception {
        Change read = topic.await("the row that was there", change -> change.id() == 1);

        assertThat(read.operation()).isEqualTo("r");
        assertThat(read.after().get("price").asString()).isEqualTo("9.99");
    }

    @Test
    @Order(2)
    void tellsOfInsertionUpdateAndDeletionInTheirOrder() throws Exception {
        execute("INSERT INTO books (id, title, price, stock) VALUES (2, 'Emma', 12.50, 10)");
        execute("UPDATE books SET stock = stock - 3, price = 11 WHERE id = 2");
        execute("DELETE FROM books WHERE id = 2");

        List<Change> changes = of(2, 4);
        assertThat(operations(changes)).containsExactly("c", "u", "d", "-");
        assertThat(changes.get(0).before().isNull()).isTrue();
        assertThat(changes.get(0).after().get("price").asString()).isEqualTo("12.50");
        assertThat(changes.get(1).before().get("stock").asInt()).isEqualTo(10);
        assertThat(changes.get(1).before().get("price").asString()).isEqualTo("12.50");
        assertThat(changes.get(1).after().get("stock").asInt()).isEqualTo(7);
        assertThat(changes.get(1).after().get("price").asString()).isEqualTo("11.00");
        assertThat(changes.get(2).before().get("title").asString()).isEqualTo("Emma");
        assertThat(changes.get(2).after().isNull()).isTrue();
    }

    @Test
    @Order(3)
    void tellsOfEachRowOfAStatementForMany() throws Exception {
        long first = FIRST_OF_MANY;
        execute(LongStream.range(first, first + MANY)
                .mapToObj(id -> "(%d, 'Volume', %d)".formatted(id, id))
                .collect(Collectors.joining(", ", "INSERT INTO books (id, title, stock) VALUES ", "")));
        execute("UPDATE books SET stock = stock + 1 WHERE title = 'Volume'");
        execute("DELETE FROM books WHERE title = 'Volume'");

        List<Change> changes = topic
                .awaitAll(
                        4 * MANY + " changes",
                        seen -> seen.stream()
                                        .filter(change -> change.id() >= first)
                                        .count()
                                == 4 * MANY)
                .stream()
                .filter(change -> change.id() >= first)
                .toList();
        Map<Long, List<String>> ofRows = changes.stream()
                .collect(Collectors.groupingBy(
                        Change::id, TreeMap::new, Collectors.mapping(Change::operation, Collectors.toList())));
        assertThat(ofRows).hasSize(MANY);
        assertThat(ofRows.values()).containsOnly(List.of("c", "u", "d", "-"));
    }

    @Test
    @Order(4)
    void tellsOfAColumnThatIsAdded() throws Exception {
        execute("INSERT INTO books (id, title, stock) VALUES (3, 'Before', 1)");
        execute("ALTER TABLE books ADD COLUMN publisher VARCHAR(100)");
        execute("UPDATE books SET publisher = 'Penguin' WHERE id = 3");

        List<Change> changes = of(3, 2);
        assertThat(changes.get(0).after().has("publisher")).isFalse();
        assertThat(changes.get(1).after().get("publisher").asString()).isEqualTo("Penguin");
    }

    @Test
    @Order(30)
    void failsWhenChangesAreLostAndBeginsAnewWhenItIsTold() throws Exception {
        stop();
        execute("INSERT INTO books (id, title) VALUES (30001, 'Lost')");
        captured().loseUnreadChanges();
        execute("INSERT INTO books (id, title) VALUES (30002, 'Not lost')");
        worker().rest().resume(name());

        ConnectorStatus failed = worker().awaitStatus(name(), "failed", ConnectorStatus::hasFailed);

        assertThat(failed.state()).isEqualTo("RUNNING");
        assertThat(failed.trace()).contains("DebeziumException", lostPosition());
        assertThat(topic.changes()).noneMatch(change -> change.id() > 30_000);

        beginAnew();

        Change lost = topic.await("the lost row", change -> change.id() == 30_001);
        assertThat(lost.operation()).isEqualTo("r");
        execute("UPDATE books SET stock = 5 WHERE id = 30002");
        topic.await(
                "a change after it",
                change -> change.id() == 30_002 && change.operation().equals("u"));
    }

    /** As an operator does once changes are lost: there is a snapshot then. */
    final void beginAnew() throws Exception {
        stop();
        worker().rest().forgetOffsets(name());
        worker().rest().resume(name());
        worker().awaitRunning(name());
    }

    final void stop() throws Exception {
        worker().rest().stop(name());
        worker().awaitStatus(
                        name(),
                        "stopped",
                        status -> status.state().equals("STOPPED")
                                && status.tasks().isEmpty());
    }

    private List<Change> of(long id, int count) throws Exception {
        topic.awaitAll(count + " changes of row " + id, seen -> of(id, seen).size() >= count);
        return of(id, topic.changes());
    }

    private static List<Change> of(long id, List<Change> changes) {
        return changes.stream().filter(change -> change.id() == id).toList();
    }

    private static List<String> operations(List<Change> changes) {
        return changes.stream().map(Change::operation).toList();
    }
}
