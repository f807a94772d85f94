package com.bookstore.events.listening;

import java.time.Duration;
import java.util.List;
import org.springframework.kafka.support.Acknowledgment;

/**
 * The acknowledgment of the records a batch listener sees. The listener counts positions in what it sees; the container is
 * told those in what was polled. Where it sees only a part of the batch, acknowledging is noted only: the part is not all.
 */
final class BatchAcknowledgment implements Acknowledgment {

    private final Acknowledgment polled;
    private final List<Integer> positions;
    private final Extent extent;
    private boolean acknowledged;
    private boolean sentBack;

    BatchAcknowledgment(Acknowledgment polled, List<Integer> positions, Extent extent) {
        this.polled = polled;
        this.positions = positions;
        this.extent = extent;
    }

    @Override
    public void acknowledge() {
        acknowledged = true;
        if (extent == Extent.WHOLE_BATCH) {
            polled.acknowledge();
        }
    }

    @Override
    public void acknowledge(int index) {
        if (extent == Extent.SINGLE_RECORD) {
            acknowledged = true;
        } else {
            polled.acknowledge(positions.get(index));
        }
    }

    @Override
    public void nack(int index, Duration sleep) {
        polled.nack(positions.get(index), sleep);
        sentBack = true;
    }

    @Override
    public boolean isOutOfOrderCommit() {
        return polled.isOutOfOrderCommit();
    }

    boolean isAcknowledged() {
        return acknowledged;
    }

    /** Whether the listener wants the rest of the batch again. */
    boolean isSentBack() {
        return sentBack;
    }

    /** How much of the polled batch the listener sees. */
    enum Extent {
        WHOLE_BATCH,
        BEFORE_A_MALFORMED_RECORD,
        SINGLE_RECORD
    }
}
