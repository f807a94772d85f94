package com.bookstore.events.listening;

import java.time.Duration;
import java.util.List;
import org.springframework.kafka.support.Acknowledgment;

/**
 * The acknowledgment of records that are only a part of what was polled. The listener counts positions in what it sees; the
 * container is told those in what was polled. Acknowledging all is noted only: the part is not all.
 */
final class BatchAcknowledgment implements Acknowledgment {

    private final Acknowledgment polled;
    private final List<Integer> positions;
    private boolean acknowledged;
    private boolean sentBack;

    BatchAcknowledgment(Acknowledgment polled, List<Integer> positions) {
        this.polled = polled;
        this.positions = positions;
    }

    @Override
    public void acknowledge() {
        acknowledged = true;
    }

    @Override
    public void acknowledge(int index) {
        polled.acknowledge(positions.get(index));
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
}
