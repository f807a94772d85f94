package com.bookstore.cdc;

import java.nio.file.Path;

/** This sample's files, in the working directory unless the system property {@code cdc.home} names another. */
final class SampleFiles {

    private SampleFiles() {}

    static Path path(String first, String... more) {
        return Path.of(System.getProperty("cdc.home", "."))
                .toAbsolutePath()
                .normalize()
                .resolve(Path.of(first, more));
    }
}
