package com.bookstore.events.type;

import java.util.List;
import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Where event types are found and which further names they have.
 *
 * @param packages packages to search for event types besides the application's own, for example of shared jars
 * @param aliases further names of event types by legacy name, class names included; the value is an event's name. A name
 *     with other characters than letters, digits, dots, dashes and underscores stands in brackets: aliases[Old$Name]
 */
@ConfigurationProperties("bookstore.events.type")
record TypeProperties(@DefaultValue List<String> packages, @DefaultValue Map<String, String> aliases) {}
