package com.bookstore.events.json;

import tools.jackson.databind.json.JsonMapper;

/** A bean that adds to how events are read and written, for example a module for a money type. */
@FunctionalInterface
public interface EventJsonCustomizer {

    /**
     * Changes the builder of the mapper that reads and writes events; {@code spring.jackson.*} has no effect on it.
     *
     * @param builder the builder, with this library's settings made
     */
    void customize(JsonMapper.Builder builder);
}
