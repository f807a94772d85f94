package com.bookstore.events.cdc.change;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Tells who wrote a row. A marker that somebody left in the row stays there when somebody else updates or deletes it: it
 * counts only if this very change wrote it.
 *
 * <ol>
 *   <li>PostgreSQL's replication origin is of the change itself.
 *   <li>A marker is a name, a colon and anything that differs from write to write; the name may stand alone in inserts.
 *   <li>An insert that is half of an update of the key has none: the marker may be as old as the row.
 *   <li>An update has an origin if it changed the marker, which can be told if the row before is known.
 *   <li>A deletion has one if the row was marked {@code name:delete} before it.
 * </ol>
 */
final class Origins {

    private static final String DELETION = ":delete";

    private Origins() {}

    static @Nullable String of(
            Operation operation,
            SourceFields source,
            boolean underNewKey,
            @Nullable ParsedRow before,
            @Nullable ParsedRow after) {
        if (source.origin() != null) {
            return source.origin();
        }
        return switch (operation) {
            case CREATE -> underNewKey ? null : name(marker(after));
            case UPDATE -> before == null || Objects.equals(marker(before), marker(after)) ? null : name(marker(after));
            case DELETE -> deletion(marker(before));
            case READ, TRUNCATE -> null;
        };
    }

    private static @Nullable String marker(@Nullable ParsedRow row) {
        return row == null ? null : row.marker();
    }

    private static @Nullable String name(@Nullable String marker) {
        if (marker == null || marker.isEmpty()) {
            return null;
        }
        int colon = marker.indexOf(':');
        return colon < 0 ? marker : marker.substring(0, colon);
    }

    private static @Nullable String deletion(@Nullable String marker) {
        return marker != null && marker.endsWith(DELETION) ? name(marker) : null;
    }
}
