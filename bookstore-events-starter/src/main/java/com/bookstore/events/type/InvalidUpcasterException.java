package com.bookstore.events.type;

import com.bookstore.events.EventsException;

/** An upcaster that cannot be used; the start of the application stops. */
public final class InvalidUpcasterException extends EventsException {

    private static final long serialVersionUID = 1L;

    private final String action;

    private InvalidUpcasterException(String message, String action) {
        super(message, null);
        this.action = action;
    }

    static InvalidUpcasterException unknownType(Upcaster upcaster) {
        return new InvalidUpcasterException(
                "%s is for events of the type '%s', which is not registered"
                        .formatted(upcaster.getClass().getName(), upcaster.type()),
                "Return the name of a registered type from type(), or add the event's package to"
                        + " bookstore.events.type.packages.");
    }

    static InvalidUpcasterException twoFromOneVersion(Upcaster one, Upcaster other) {
        return new InvalidUpcasterException(
                "%s and %s both start from version %s of '%s'"
                        .formatted(one.getClass().getName(), other.getClass().getName(), one.from(), one.type()),
                "Remove one of them.");
    }

    static InvalidUpcasterException deadEnd(Upcaster upcaster, String reached, String wanted) {
        return new InvalidUpcasterException(
                "%s starts from version %s of '%s', from where the upcasters lead to version %s; the event's class has version %s"
                        .formatted(upcaster.getClass().getName(), upcaster.from(), upcaster.type(), reached, wanted),
                "Let the upcasters of a type lead, one after the other, to the version of its class:"
                        + " @EventType(version = \"...\").");
    }

    /**
     * Returns what to do about it.
     *
     * @return a sentence
     */
    public String action() {
        return action;
    }
}
