package com.bookstore.cdc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * A connector's configuration, as it stands in a file of the folder {@code connectors}.
 *
 * @param name what it is called in the worker
 * @param settings its properties
 */
record Connector(String name, Map<String, String> settings) {

    private static final JsonMapper JSON = JsonMapper.shared();

    /** Reads the file of a database, for example that of {@code postgres}; the connector is called after it. */
    static Connector of(String database) throws IOException {
        Path file = SampleFiles.path("connectors", database + ".json");
        return new Connector("books-" + database, JSON.readValue(Files.readString(file), new TypeReference<>() {}));
    }

    /** The same, with one property changed or added. */
    Connector with(String property, String value) {
        Map<String, String> changed = new LinkedHashMap<>(settings);
        changed.put(property, value);
        return new Connector(name, changed);
    }

    /** The same under another name. */
    Connector called(String other) {
        return new Connector(other, settings);
    }

    String json() {
        return JSON.writeValueAsString(settings);
    }
}
