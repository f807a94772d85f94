package com.bookstore.events.eventstore.projection;

import com.bookstore.events.EventsException;

/** Another instance has a projection now, or it was set back: what was made of events here is rolled back. */
final class LostProjectionException extends EventsException {

    private static final long serialVersionUID = 1L;

    LostProjectionException(String name) {
        super("The projection '%s' is no longer this instance's; its writes are rolled back".formatted(name), null);
    }
}
