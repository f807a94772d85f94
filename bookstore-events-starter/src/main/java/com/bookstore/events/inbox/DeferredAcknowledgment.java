package com.bookstore.events.inbox;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.kafka.support.Acknowledgment;

/**
 * Keeps what a handler acknowledges until its transaction is committed: an offset that is committed before would stay so when
 * the transaction is rolled back. After that it is passed on at once. Thread-safe.
 */
final class DeferredAcknowledgment implements Acknowledgment {

    private final Acknowledgment delegate;
    private final List<Integer> positions;
    private final List<Runnable> deferred = new ArrayList<>();
    private boolean committed;
    private int sentBackFrom;

    /**
     * Defers an acknowledgment.
     *
     * @param delegate that of what was delivered
     * @param positions where what the handler sees is in it
     */
    DeferredAcknowledgment(Acknowledgment delegate, List<Integer> positions) {
        this.delegate = delegate;
        this.positions = positions;
        this.sentBackFrom = positions.size();
    }

    @Override
    public void acknowledge() {
        afterCommit(delegate::acknowledge);
    }

    @Override
    public void acknowledge(int index) {
        int position = positions.get(index);
        afterCommit(() -> delegate.acknowledge(position));
    }

    @Override
    public void nack(Duration sleep) {
        sendBack(0, () -> delegate.nack(sleep));
    }

    @Override
    public void nack(int index, Duration sleep) {
        int position = positions.get(index);
        sendBack(index, () -> delegate.nack(position, sleep));
    }

    private synchronized void sendBack(int index, Runnable action) {
        sentBackFrom = Math.min(sentBackFrom, index);
        afterCommit(action);
    }

    private synchronized void afterCommit(Runnable action) {
        if (committed) {
            action.run();
        } else {
            deferred.add(action);
        }
    }

    @Override
    public boolean isOutOfOrderCommit() {
        return delegate.isOutOfOrderCommit();
    }

    /** How many of the events the handler sees it has not sent back, from the first. */
    synchronized int kept() {
        return sentBackFrom;
    }

    synchronized void committed() {
        committed = true;
        deferred.forEach(Runnable::run);
        deferred.clear();
    }
}
