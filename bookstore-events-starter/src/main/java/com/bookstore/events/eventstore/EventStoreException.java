package com.bookstore.events.eventstore;

import com.bookstore.events.EventsException;
import org.jspecify.annotations.Nullable;

/** Events could not be appended or read. */
public abstract sealed class EventStoreException extends EventsException
        permits ConcurrentAppendException,
                EventStoreException.InvalidStream,
                EventStoreException.InvalidEvent,
                EventStoreException.DuplicateEvent,
                EventStoreException.UnreadableEvent {

    private static final long serialVersionUID = 1L;

    EventStoreException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /** The type or the id of a stream cannot be one. */
    public static final class InvalidStream extends EventStoreException {

        private static final long serialVersionUID = 1L;

        InvalidStream(String what, int longest, @Nullable String found) {
            super(
                    "A stream's %s has 1 to %d characters, not all blank, without NUL and halves of surrogate pairs; got %s"
                            .formatted(what, longest, found == null ? "null" : found.length() + " characters"),
                    null);
        }
    }

    /** An event cannot be stored. */
    public static final class InvalidEvent extends EventStoreException {

        private static final long serialVersionUID = 1L;

        InvalidEvent(String problem, @Nullable Throwable cause) {
            super("Nothing was appended: " + problem, cause);
        }
    }

    /** An event's id is in the store already, or twice among those that were to be appended. */
    public static final class DuplicateEvent extends EventStoreException {

        private static final long serialVersionUID = 1L;

        DuplicateEvent(@Nullable Throwable cause) {
            super(
                    "Nothing was appended: an event with one of these ids is in the store already; an id is given to one"
                            + " event only, so this may be the same append once more",
                    cause);
        }
    }

    /**
     * A stored event cannot be read: its class is gone or its data no longer fits, which its {@link StoredEvent#data()} still
     * shows; or others have written a row that is no event.
     */
    public static final class UnreadableEvent extends EventStoreException {

        private static final long serialVersionUID = 1L;

        private final long position;

        UnreadableEvent(long position, String problem, @Nullable Throwable cause) {
            super("The event at position %d cannot be read: %s".formatted(position, problem), cause);
            this.position = position;
        }

        /**
         * Returns where the event is.
         *
         * @return its position in the whole store
         */
        public long position() {
            return position;
        }
    }
}
