package com.bookstore.events.deadletter.console;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The console of dead letters, a page beside the endpoint.
 *
 * @param enabled whether the page is served, as soon as the endpoint deadlettersconsole is exposed too
 */
@ConfigurationProperties(DeadLetterConsoleProperties.PREFIX)
record DeadLetterConsoleProperties(@DefaultValue("false") boolean enabled) {

    static final String PREFIX = "bookstore.events.dead-letter.console";
}
