package com.bookstore.events.eventstore.aggregate;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.observability.EventRecorder;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.dao.DataAccessResourceFailureException;

@Timeout(60)
@ExtendWith(OutputCaptureExtension.class)
class SnapshotWriterTests {

    private final List<EventRecorder.SnapshotOutcome> outcomes = Collections.synchronizedList(new ArrayList<>());
    private final EventRecorder recorder = new EventRecorder() {
        @Override
        public void snapshot(String streamType, SnapshotOutcome outcome) {
            outcomes.add(outcome);
        }
    };

    @Test
    void writesOneOfAnAggregateAtATimeAndAllBeforeItIsClosed() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        List<String> written = Collections.synchronizedList(new ArrayList<>());
        SnapshotWriter writer = new SnapshotWriter(
                (Keeping) (key, version) -> {
                    begun.countDown();
                    await(goOn);
                    written.add(key.streamId() + version);
                },
                recorder);

        writer.write(key("a"), snapshot(1, 10), null, 0);
        await(begun);
        assertThat(writer.takes(key("a"))).isFalse();
        writer.write(key("a"), snapshot(2, 10), null, 0);
        writer.write(key("b"), snapshot(3, 10), null, 0);
        goOn.countDown();
        writer.close();

        assertThat(written).containsExactly("a1", "b3");
        assertThat(writer.takes(key("a"))).isTrue();
        writer.write(key("c"), snapshot(4, 10), null, 0);
        assertThat(written).hasSize(2);
    }

    @Test
    void leavesOutWhatWouldTakeTooMuchMemory() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        List<String> written = Collections.synchronizedList(new ArrayList<>());
        SnapshotWriter writer = new SnapshotWriter(
                (Keeping) (key, version) -> {
                    await(goOn);
                    written.add(key.streamId() + version);
                },
                recorder);

        writer.write(key("a"), snapshot(1, 16 * 1024 * 1024), null, 0);
        writer.write(key("b"), snapshot(2, 10), null, 0);
        goOn.countDown();
        writer.close();

        assertThat(written).containsExactly("a1");
    }

    @Test
    void warnsOnceOfWhatFailsUntilItWorksAgain(CapturedOutput output) {
        SnapshotWriter writer = new SnapshotWriter(
                (Keeping) (key, version) -> {
                    if (version != 3) {
                        throw new DataAccessResourceFailureException("no database");
                    }
                },
                recorder);

        for (int version = 1; version <= 4; version++) {
            writer.write(key("a" + version), snapshot(version, 10), null, 0);
        }
        writer.close();

        assertThat(outcomes).extracting(Enum::name).containsExactly("FAILED", "FAILED", "WRITTEN", "FAILED");
        assertThat(output.getAll().lines().filter(line -> line.contains("Snapshots of aggregates cannot be written")))
                .hasSize(2);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }

    private static SnapshotKey key(String id) {
        return new SnapshotKey("account", id);
    }

    private static StoredSnapshot snapshot(long version, int size) {
        return new StoredSnapshot(1, version, "id", new byte[size]);
    }

    /** What is done with each snapshot. */
    @FunctionalInterface
    private interface Keeping extends SnapshotStore {

        void keep(SnapshotKey key, long version);

        @Override
        default List<StoredSnapshot> find(SnapshotKey key) {
            return List.of();
        }

        @Override
        default void keep(SnapshotKey key, StoredSnapshot snapshot, StoredSnapshot misfit, long outdated) {
            keep(key, snapshot.version());
        }
    }
}
