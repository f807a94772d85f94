package com.bookstore.benchmarks.measuring;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;

/** Runs from its start until it is stopped. */
public final class Meter {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean SYSTEM =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    private final long allocatedBytes = allocated();
    private final long cpuNanos = SYSTEM.getProcessCpuTime();
    private final long nanos = System.nanoTime();

    private Meter() {}

    /**
     * Starts measuring.
     *
     * @return the running meter
     */
    public static Meter start() {
        return new Meter();
    }

    /**
     * Stops measuring.
     *
     * @param events how many events were processed meanwhile
     * @return what they took
     */
    public Sample stop(long events) {
        long duration = System.nanoTime() - nanos;
        return new Sample(events, duration, SYSTEM.getProcessCpuTime() - cpuNanos, allocated() - allocatedBytes);
    }

    private static long allocated() {
        long[] bytes = THREADS.getThreadAllocatedBytes(THREADS.getAllThreadIds());
        return Arrays.stream(bytes).filter(value -> value > 0).sum();
    }
}
