package com.bookstore.events.listening;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How events are listened to.
 *
 * @param defaultContainerFactory whether a plain KafkaListener method gets the event container factory; false
 *     gives it Spring Boot's
 * @param unknownTypes what becomes of a well-formed event of a type that is not registered
 * @param missingEventId what becomes of an event that comes without an id
 */
@ConfigurationProperties("bookstore.events.listening")
record ListeningProperties(
        @DefaultValue("true") boolean defaultContainerFactory,
        @DefaultValue("skip") UnknownTypes unknownTypes,
        @DefaultValue("accept") MissingEventId missingEventId) {

    /** What becomes of events of unknown types. */
    enum UnknownTypes {
        /** They are passed over, counted, and warned of once for each type. */
        SKIP,
        /** They become dead letters. */
        DEAD_LETTER
    }

    /** What becomes of events without an id. */
    enum MissingEventId {
        /** They are handled, and warned of once for each topic; what comes again is handled again, inbox or not. */
        ACCEPT,
        /** They become dead letters. */
        DEAD_LETTER,
        /** Their position on the topic is their id. */
        POSITION
    }
}
