package com.bookstore.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;

class PostgresCaptureIntegrationTests extends KilledUnderLoadTest {

    @Override
    String database() {
        return "postgres";
    }

    @Override
    String lostPosition() {
        return "no longer available on the server";
    }

    @Override
    String publishing() {
        return "outbox";
    }

    /** Or the disk is full one day, where the application writes other tables than the captured ones only. */
    @Test
    @Order(25)
    void needsNoLogOfWhatIsWrittenToOtherTables() throws Exception {
        var database = (PostgresDatabase) captured();
        execute("CREATE TABLE not_captured (id INT)");
        execute("INSERT INTO not_captured SELECT * FROM generate_series(1, 1000)");
        String written = database.position();

        await().atMost(LIMIT).until(() -> database.isReadUpTo(written));

        worker().kill();
        worker().start();
        worker().awaitRunning(name());
        execute("INSERT INTO books (id, title) VALUES (29001, 'After it')");
        topic().await("a change after a crash", change -> change.id() == 29_001);
        try (var admin = Admin.create(Map.of("bootstrap.servers", capture().bootstrapServers()))) {
            assertThat(admin.listTopics().names().get())
                    .contains("cdc.books")
                    .noneMatch(topic -> topic.endsWith(".message"));
        }
    }

    /** The worker tries for half an hour; who watches only its answers sees nothing, and heartbeats do not come. */
    @Test
    @Order(31)
    void isSilentWhenTheServerHasGivenUpTheSlotUntilThatIsDropped() throws Exception {
        stop();
        ((PostgresDatabase) captured()).invalidateSlot();
        int printed = worker().printed().length();
        worker().rest().resume(name());

        await().atMost(LIMIT)
                .until(() -> worker().printed().substring(printed).contains("Cannot obtain valid replication slot"));
        ConnectorStatus silent = worker().rest().status(name());
        assertThat(silent.isRunning()).isFalse();
        assertThat(silent.hasFailed()).isFalse();

        captured().loseUnreadChanges();
        ConnectorStatus failed = worker().awaitStatus(name(), "failed", ConnectorStatus::hasFailed);
        assertThat(failed.trace()).contains(lostPosition());

        execute("INSERT INTO books (id, title) VALUES (30003, 'Before the snapshot')");
        beginAnew();
        topic().await("a row of the snapshot", change -> change.id() == 30_003);
    }
}
