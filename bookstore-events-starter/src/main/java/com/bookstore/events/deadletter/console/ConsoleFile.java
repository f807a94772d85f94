package com.bookstore.events.deadletter.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;

/** The files of the console, all of them in the jar; no other can be read by their names. */
final class ConsoleFile {

    static final String PAGE = "console.html";

    private static final Set<String> SERVED = Set.of(
            "console.css",
            "console.js",
            "api.js",
            "dom.js",
            "filter.js",
            "letters.js",
            "record.js",
            "writes.js",
            "runs.js",
            "outbox.js");

    private ConsoleFile() {}

    /** The text of a file that a browser may ask for. */
    static Optional<String> read(String name) {
        return SERVED.contains(name) ? Optional.of(text(name)) : Optional.empty();
    }

    static String page() {
        return text(PAGE);
    }

    private static String text(String name) {
        try (InputStream file = ConsoleFile.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IOException("The jar lacks the console's file " + name);
            }
            return new String(file.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }
}
