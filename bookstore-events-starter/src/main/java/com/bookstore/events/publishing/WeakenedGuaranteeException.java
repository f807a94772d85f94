package com.bookstore.events.publishing;

import com.bookstore.events.EventsException;
import java.util.List;

/** Producer settings that break a promise of this library; the start of the application stops. */
public final class WeakenedGuaranteeException extends EventsException {

    private static final long serialVersionUID = 1L;

    WeakenedGuaranteeException(List<String> settings) {
        super("spring.kafka.producer sets " + String.join(" and ", settings), null);
    }
}
