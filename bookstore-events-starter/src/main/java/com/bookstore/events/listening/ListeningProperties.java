package com.bookstore.events.listening;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * How events are listened to.
 *
 * @param defaultContainerFactory whether a plain KafkaListener method gets the event container factory; false
 *     gives it Spring Boot's
 * @param unknownTypes what becomes of a well-formed event of a type that is not registered
 */
@ConfigurationProperties("bookstore.events.listening")
record ListeningProperties(
        @DefaultValue("true") boolean defaultContainerFactory, @DefaultValue("skip") UnknownTypes unknownTypes) {

    /** What becomes of events of unknown types. */
    enum UnknownTypes {
        /** They are passed over, counted, and warned of once for each type. */
        SKIP,
        /** They become dead letters. */
        DEAD_LETTER
    }
}
