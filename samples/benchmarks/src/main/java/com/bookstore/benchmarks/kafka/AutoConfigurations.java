package com.bookstore.benchmarks.kafka;

import java.util.Arrays;
import java.util.stream.Collectors;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.context.annotation.ImportCandidates;

/** The auto-configurations on the class path: a context takes either the starter's or those it is measured against. */
public final class AutoConfigurations {

    /** Where the starter's are. */
    public static final String STARTER = "com.bookstore.events.";

    /** Where those of Namastack Outbox are. */
    public static final String NAMASTACK = "io.namastack.outbox.";

    /** Where those of Spring Modulith are. */
    public static final String MODULITH = "org.springframework.modulith.";

    private AutoConfigurations() {}

    /**
     * Names auto-configurations.
     *
     * @param packages the beginnings of their names
     * @return all of them, as {@code spring.autoconfigure.exclude} takes them
     */
    public static String in(String... packages) {
        return ImportCandidates.load(AutoConfiguration.class, AutoConfigurations.class.getClassLoader())
                .getCandidates()
                .stream()
                .filter(name -> Arrays.stream(packages).anyMatch(name::startsWith))
                .collect(Collectors.joining(","));
    }
}
