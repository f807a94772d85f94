package com.bookstore.cdc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

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
    }
}
