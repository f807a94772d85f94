package com.bookstore.events.deadletter.replay;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What the actuator's endpoint of dead letters may do.
 *
 * @param allowWrites whether dead letters may be replayed, edited, resolved or discarded there
 * @param showPayloads whether values and headers are shown as they are
 */
@ConfigurationProperties(DeadLettersEndpointProperties.PREFIX)
record DeadLettersEndpointProperties(
        @DefaultValue("false") boolean allowWrites, @DefaultValue("false") boolean showPayloads) {

    static final String PREFIX = "bookstore.events.dead-letter.endpoint";
}
