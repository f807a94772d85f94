package com.bookstore.events.observability;

import com.bookstore.events.observability.GroupLag.Position;
import com.bookstore.events.observability.ListenedTopics.Subscription;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Keeps a gauge for each partition a group of this application reads. A thread of its own asks the broker; whoever reads the
 * gauges gets the last answer. When an answer does not come, the gauges go: an old value would be a lie.
 */
final class GroupLagMeters implements SmartLifecycle {

    static final String NAME = "kafka.consumer.group.lag";

    private static final Logger log = LoggerFactory.getLogger(GroupLagMeters.class);
    private static final Duration FIRST_DELAY = Duration.ofSeconds(1);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(2);
    private static final int TIMEOUT_MILLIS = 5_000;

    private final ClusterAdmin admin;
    private final Supplier<Map<String, Subscription>> groups;
    private final MultiGauge gauges;
    private final Duration interval;
    private volatile Map<Position, Long> lags = Map.of();
    private volatile CountDownLatch stopped = new CountDownLatch(0);
    private volatile @Nullable Thread thread;

    GroupLagMeters(
            ClusterAdmin admin, Supplier<Map<String, Subscription>> groups, MeterRegistry registry, Duration interval) {
        this.admin = admin;
        this.groups = groups;
        this.interval = interval;
        this.gauges = MultiGauge.builder(NAME)
                .description("Records of a partition that a group has not committed yet")
                .baseUnit("records")
                .register(registry);
    }

    @Override
    public void start() {
        stopped = new CountDownLatch(1);
        Thread worker = new Thread(this::refreshUntilStopped, "bookstore-events-lag");
        worker.setDaemon(true);
        thread = worker;
        worker.start();
    }

    private void refreshUntilStopped() {
        CountDownLatch stop = stopped;
        Duration delay = interval.compareTo(FIRST_DELAY) < 0 ? interval : FIRST_DELAY;
        boolean answered = true;
        try {
            while (!stop.await(delay.toMillis(), TimeUnit.MILLISECONDS)) {
                delay = interval;
                answered = refresh(answered);
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean refresh(boolean answeredBefore) throws InterruptedException {
        try {
            Map<String, Subscription> current = groups.get();
            show(current.isEmpty() ? Map.of() : new GroupLag(admin.get(), TIMEOUT_MILLIS).measure(current));
            return true;
        } catch (RuntimeException failure) {
            show(Map.of());
            if (answeredBefore && stopped.getCount() > 0) {
                log.warn("The lag of this service's groups is not known at the moment: {}", failure.toString());
            }
            return false;
        }
    }

    private void show(Map<Position, Long> measured) {
        lags = measured;
        List<Row<Position>> rows = measured.keySet().stream()
                .map(position -> Row.of(
                        Tags.of(
                                "group", position.group(),
                                "topic", position.partition().topic(),
                                "partition",
                                        Integer.toString(position.partition().partition())),
                        position,
                        this::lag))
                .toList();
        gauges.register(rows);
    }

    private double lag(Position position) {
        Long lag = lags.get(position);
        return lag == null ? Double.NaN : lag;
    }

    @Override
    public void stop() {
        stopped.countDown();
        Thread worker = thread;
        if (worker != null) {
            worker.interrupt();
            thread = null;
            await(worker);
        }
        gauges.register(List.<Row<Position>>of());
    }

    private static void await(Thread worker) {
        try {
            worker.join(STOP_TIMEOUT.toMillis());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }
}
