package com.bookstore.events.eventstore;

import java.util.List;
import java.util.Spliterator;
import java.util.Spliterators.AbstractSpliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** Goes through events page by page. Pages of large events are small, so that what is in memory is. */
final class EventPages extends AbstractSpliterator<StoredEvent> {

    private static final int FIRST_PAGE = 32;
    private static final int LARGEST_PAGE = 1_000;
    private static final long BYTES = 4L * 1024 * 1024;

    private final Source source;
    private List<StoredEvent> page = List.of();
    private int next;
    private int count = FIRST_PAGE;
    private @Nullable StoredEvent last;
    private boolean ended;

    private EventPages(Source source) {
        super(Long.MAX_VALUE, Spliterator.ORDERED | Spliterator.NONNULL | Spliterator.DISTINCT);
        this.source = source;
    }

    static Stream<StoredEvent> stream(Source source) {
        return StreamSupport.stream(new EventPages(source), false);
    }

    @Override
    public boolean tryAdvance(Consumer<? super StoredEvent> action) {
        if (next == page.size() && !turn()) {
            return false;
        }
        action.accept(page.get(next++));
        return true;
    }

    private boolean turn() {
        page = ended ? List.of() : source.read(last, count);
        next = 0;
        if (page.isEmpty()) {
            ended = true;
            return false;
        }
        last = page.get(page.size() - 1);
        long bytes = page.stream().mapToLong(StoredEvent::size).sum();
        long fitting = BYTES * page.size() / Math.max(1, bytes);
        count = (int) Math.max(1, Math.min(fitting, Math.min(LARGEST_PAGE, 4L * count)));
        return true;
    }

    /** Where the pages come from. */
    @FunctionalInterface
    interface Source {

        /** Reads at most so many events behind the last one; none at the end. */
        List<StoredEvent> read(@Nullable StoredEvent last, int count);
    }
}
