package com.bookstore.events.eventstore;

/** Which version a stream must have when events are appended. */
public sealed interface ExpectedVersion {

    /**
     * The stream has no events.
     *
     * @return the expectation
     */
    static ExpectedVersion none() {
        return new Exactly(0);
    }

    /**
     * The stream's last event has this version.
     *
     * @param version the version; 0 is {@link #none()}
     * @return the expectation
     * @throws IllegalArgumentException if the version is negative
     */
    static ExpectedVersion exactly(long version) {
        return new Exactly(version);
    }

    /**
     * The events are appended to whatever is there. Conflicts with other writers are tried again, up to a bound.
     *
     * @return the expectation
     */
    static ExpectedVersion any() {
        return Any.VERSION;
    }

    /**
     * The stream has this version.
     *
     * @param version not negative; 0 if the stream has no events
     */
    record Exactly(long version) implements ExpectedVersion {

        /**
         * Checks the version.
         *
         * @throws IllegalArgumentException if it is negative
         */
        public Exactly {
            if (version < 0) {
                throw new IllegalArgumentException("A stream's version is not negative, but %d is".formatted(version));
            }
        }

        /** Returns the version in words. */
        @Override
        public String toString() {
            return version == 0 ? "no events" : "version " + version;
        }
    }

    /** The stream has any version. */
    enum Any implements ExpectedVersion {
        /** The only one. */
        VERSION;

        /** Returns it in words. */
        @Override
        public String toString() {
            return "any version";
        }
    }
}
