package com.bookstore.events.eventstore.projection;

import com.bookstore.events.observability.EventRecorder;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks at all projections of the application every few seconds, and remembers what it saw: whoever reads that, from any
 * thread, asks the database nothing. A look that fails leaves what was seen before, which tells by its age.
 */
final class ProjectionWatch {

    private static final Logger log = LoggerFactory.getLogger(ProjectionWatch.class);

    private final Supplier<List<ProjectionStatus>> table;
    private final Set<String> names;
    private final EventRecorder recorder;
    private volatile @Nullable List<ProjectionStatus> seen;

    /**
     * Creates a watch.
     *
     * @param names the application's own projections; there may be others in the table
     */
    ProjectionWatch(Supplier<List<ProjectionStatus>> table, Set<String> names, EventRecorder recorder) {
        this.table = table;
        this.names = Set.copyOf(names);
        this.recorder = recorder;
    }

    void look() {
        try {
            List<ProjectionStatus> found = table.get().stream()
                    .filter(status -> names.contains(status.name()))
                    .toList();
            seen = found;
            found.forEach(status -> recorder.projectionLag(
                    status.name(), status.behind(), status.lag().toMillis(), status.failed()));
        } catch (Throwable failure) { // also a checked one, which a driver or a proxy may throw
            log.debug("How far projections are is not known at the moment", failure);
        }
    }

    /** The application's projections that are not in the table, as far as was seen: nobody can run them. */
    Set<String> missing() {
        List<ProjectionStatus> last = seen;
        if (last == null) {
            return Set.of();
        }
        Set<String> missing = new TreeSet<>(names);
        last.forEach(status -> missing.remove(status.name()));
        return missing;
    }

    /** The last look, {@code null} before the first. */
    @Nullable
    List<ProjectionStatus> seen() {
        return seen;
    }
}
