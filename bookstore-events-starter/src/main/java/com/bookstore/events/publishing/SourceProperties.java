package com.bookstore.events.publishing;

import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;

/**
 * Who publishes.
 *
 * @param source the source that published events name; by default the value of spring.application.name
 */
@ConfigurationProperties("bookstore.events")
record SourceProperties(@Nullable String source) {}
