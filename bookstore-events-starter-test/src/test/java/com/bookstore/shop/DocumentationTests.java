package com.bookstore.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the documentation shows is compiled: each block of Java is part of a test, but for its indentation. */
class DocumentationTests {

    private static final Pattern BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    @Test
    void showsOnlyCodeThatCompiles() throws IOException {
        Matcher blocks = BLOCK.matcher(Files.readString(Path.of("../docs/testing.md")));
        List<String> shown = new ArrayList<>();
        while (blocks.find()) {
            shown.add(unindented(blocks.group(1)));
        }
        String sources;
        try (Stream<Path> files = Files.walk(Path.of("src/test/java/com/bookstore/shop"))) {
            sources = files.filter(file -> file.toString().endsWith(".java"))
                    .map(DocumentationTests::read)
                    .collect(Collectors.joining("\n"));
        }

        assertThat(shown).hasSizeGreaterThan(5).allSatisfy(block -> assertThat(sources)
                .contains(block));
    }

    private static String read(Path file) {
        try {
            return unindented(Files.readString(file));
        } catch (IOException failure) {
            throw new AssertionError(failure);
        }
    }

    private static String unindented(String code) {
        return code.lines().map(String::strip).collect(Collectors.joining("\n"));
    }
}
