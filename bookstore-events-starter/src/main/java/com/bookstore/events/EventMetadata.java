package com.bookstore.events;

import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What travels with an event.
 *
 * @param eventId identifies the event for ever, 1 to 100 characters of text, without NUL and halves of surrogate pairs; a
 *     resend carries the same id
 * @param timestamp when the event was published, in the years 1 to 9999
 * @param source the service that published the event
 * @param version the version of the event's fields
 * @param correlationId identifies the business process the event belongs to
 * @param causationId the id of the event whose handling published this one; {@code null} at the start of a process
 */
public record EventMetadata(
        String eventId,
        Instant timestamp,
        String source,
        String version,
        String correlationId,
        @Nullable String causationId) {

    /** The greatest number of characters in an event id. */
    public static final int MAX_ID_LENGTH = 100;

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    /**
     * Checks the ranges stated above.
     *
     * @throws IllegalArgumentException if the event id is blank, too long or no text, or the timestamp out of range
     */
    public EventMetadata {
        Objects.requireNonNull(source, "source");
        Objects.requireNonNull(version, "version");
        Objects.requireNonNull(correlationId, "correlationId");
        if (eventId.isBlank() || eventId.length() > MAX_ID_LENGTH) {
            throw new IllegalArgumentException("An event id has 1 to " + MAX_ID_LENGTH
                    + " characters, not all blank; got " + eventId.length() + " characters");
        }
        if (!isText(eventId)) {
            throw new IllegalArgumentException("An event id is text, without NUL and halves of surrogate pairs");
        }
        if (timestamp.isBefore(EARLIEST) || timestamp.isAfter(LATEST)) {
            throw new IllegalArgumentException("An event's timestamp lies in the years 1 to 9999");
        }
    }

    /** Other ids could not be stored, or would be stored as one and the same. */
    private static boolean isText(String id) {
        for (int i = 0; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c == 0 || Character.isLowSurrogate(c)) {
                return false;
            }
            if (Character.isHighSurrogate(c) && (++i == id.length() || !Character.isLowSurrogate(id.charAt(i)))) {
                return false;
            }
        }
        return true;
    }
}
