package com.bookstore.events.type;

import com.bookstore.events.EventsException;

/** An event whose class is not registered. */
public final class UnknownEventTypeException extends EventsException {

    private static final long serialVersionUID = 1L;

    private final Class<?> eventClass;

    UnknownEventTypeException(Class<?> eventClass) {
        super(
                ("%s is not a registered event type; annotate it with @EventType and keep it in a package below the"
                                + " application class, or name its package in bookstore.events.type.packages")
                        .formatted(eventClass.getName()),
                null);
        this.eventClass = eventClass;
    }

    /**
     * Returns the class that is not registered.
     *
     * @return the class
     */
    public Class<?> eventClass() {
        return eventClass;
    }
}
