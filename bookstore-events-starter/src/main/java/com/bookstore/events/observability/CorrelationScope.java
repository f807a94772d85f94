package com.bookstore.events.observability;

import com.bookstore.events.EventMetadata;
import org.jspecify.annotations.Nullable;
import org.slf4j.MDC;

/**
 * The business process the current thread works for. Events published inside carry its correlation id and, while an event
 * is handled, that event's id as their causation id; log lines carry both in the MDC as {@code correlationId} and
 * {@code eventId}, and beside them the event's {@code eventType} and {@code eventKey}.
 *
 * <p>Scopes nest and belong to the thread that opened them: close them there, in reverse order, best with
 * try-with-resources.
 */
public final class CorrelationScope implements AutoCloseable {

    /** The MDC key of the correlation id. */
    public static final String CORRELATION_ID = "correlationId";

    /** The MDC key of the id of the event that is being handled. */
    public static final String EVENT_ID = "eventId";

    private static final ThreadLocal<@Nullable CorrelationScope> CURRENT = new ThreadLocal<>();

    private final String correlationId;
    private final @Nullable String causationId;
    private final @Nullable CorrelationScope outer;
    private final @Nullable String outerCorrelationId = MDC.get(CORRELATION_ID);
    private final @Nullable String outerEventId = MDC.get(EVENT_ID);
    private final @Nullable String outerType = MDC.get(LogFields.EVENT_TYPE);
    private final @Nullable String outerKey = MDC.get(LogFields.EVENT_KEY);

    private CorrelationScope(
            String correlationId, @Nullable String causationId, @Nullable String type, @Nullable String key) {
        this.correlationId = correlationId;
        this.causationId = causationId;
        this.outer = CURRENT.get();
        CURRENT.set(this);
        note(CORRELATION_ID, correlationId);
        note(EVENT_ID, causationId);
        note(LogFields.EVENT_TYPE, type);
        note(LogFields.EVENT_KEY, key);
    }

    /**
     * Opens a scope that no event started, for example for an HTTP request.
     *
     * @param correlationId identifies the business process
     * @return the scope, to be closed by the caller
     */
    public static CorrelationScope open(String correlationId) {
        return new CorrelationScope(correlationId, null, null, null);
    }

    /**
     * Opens the scope in which an event is handled.
     *
     * @param metadata the event's metadata
     * @return the scope, to be closed by the caller
     */
    public static CorrelationScope open(EventMetadata metadata) {
        return open(metadata, null, null);
    }

    /**
     * Opens the scope in which an event is handled, and tells the log more of it.
     *
     * @param metadata the event's metadata
     * @param type the event's name, or {@code null} if the log is not to have it
     * @param key the event's key, or {@code null} if the log is not to have it
     * @return the scope, to be closed by the caller
     */
    public static CorrelationScope open(EventMetadata metadata, @Nullable String type, @Nullable String key) {
        return new CorrelationScope(metadata.correlationId(), metadata.eventId(), type, key);
    }

    /**
     * Returns the current thread's scope.
     *
     * @return the innermost open scope, or {@code null} outside any
     */
    public static @Nullable CorrelationScope current() {
        return CURRENT.get();
    }

    /**
     * Returns what identifies the business process.
     *
     * @return the correlation id
     */
    public String correlationId() {
        return correlationId;
    }

    /**
     * Returns the id of the event that is being handled.
     *
     * @return the event id, or {@code null} if no event started the scope
     */
    public @Nullable String causationId() {
        return causationId;
    }

    /** Goes back to the outer scope, and the MDC to what it said before. */
    @Override
    public void close() {
        if (CURRENT.get() != this) {
            return;
        }
        // Removing what the next event sets again would cost more than the empty entry that stays with the thread.
        CURRENT.set(outer);
        restore(CORRELATION_ID, outerCorrelationId);
        restore(EVENT_ID, outerEventId);
        restore(LogFields.EVENT_TYPE, outerType);
        restore(LogFields.EVENT_KEY, outerKey);
    }

    private static void note(String key, @Nullable String value) {
        restore(key, value == null ? null : LogText.of(value));
    }

    private static void restore(String key, @Nullable String value) {
        if (value == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
    }
}
