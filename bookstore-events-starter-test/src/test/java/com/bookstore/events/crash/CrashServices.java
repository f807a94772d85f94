package com.bookstore.events.crash;

import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/** Services of the same settings: one is always starting while the others are at work. */
public final class CrashServices implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();
    private static final int MOST_IDLE = 3;

    private final Class<?> main;
    private final int heap;
    private final Path ledgerFile;
    private final Ledger ledger;
    private final Map<String, String> properties;
    private final Deque<ChildJvm> idle = new ArrayDeque<>();
    private final List<ChildJvm> started = new ArrayList<>();

    public CrashServices(Class<?> main, int heap, Path ledgerFile, Ledger ledger, Map<String, String> properties) {
        this.main = main;
        this.heap = heap;
        this.ledgerFile = ledgerFile;
        this.ledger = ledger;
        this.properties = Map.copyOf(properties);
    }

    /** Services with other settings. */
    public CrashServices with(Map<String, String> others) {
        Map<String, String> all = new HashMap<>(properties);
        all.putAll(others);
        return new CrashServices(main, heap, ledgerFile, ledger, all);
    }

    /** A service that is ready; another one starts meanwhile, if it is not the first. */
    public ChildJvm take() {
        boolean first = started.isEmpty();
        ChildJvm child = idle.isEmpty() ? start() : idle.removeFirst();
        if (idle.isEmpty() && !first) {
            idle.add(start());
        }
        return child.awaitReady();
    }

    public void giveBack(ChildJvm child) {
        if (idle.size() < MOST_IDLE) {
            idle.addFirst(child);
        } else {
            child.close();
        }
    }

    /** Does not wait until it is ready. */
    public ChildJvm start() {
        List<String> arguments = properties.entrySet().stream()
                .map(property -> "--" + property.getKey() + "=" + property.getValue())
                .toList();
        ChildJvm child =
                ChildJvm.start(main, heap, "service-" + COUNT.incrementAndGet(), ledgerFile, ledger, arguments);
        started.add(child);
        return child;
    }

    /** Kills all of them, so that what one of them was at does not get into the way of others; new ones may be taken. */
    @Override
    public void close() {
        idle.clear();
        started.forEach(ChildJvm::close);
    }
}
