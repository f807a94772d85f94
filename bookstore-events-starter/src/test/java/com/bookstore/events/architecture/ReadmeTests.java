package com.bookstore.events.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.integration.Starter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.boot.env.YamlPropertySourceLoader;
import org.springframework.core.env.EnumerablePropertySource;
import org.springframework.core.env.PropertySource;
import org.springframework.core.io.ByteArrayResource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What the README shows is compiled, run or started somewhere in this build. */
class ReadmeTests {

    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern BLOCK = Pattern.compile("(?ms)^( *)```(\\w*)\n(.*?)^\\1```$");

    record Block(String page, String language, String text) {

        @Override
        public String toString() {
            return page + ": " + text.strip().lines().findFirst().orElse("");
        }
    }

    static Stream<Block> java() {
        return Stream.of("README.md", "docs/migrating.md")
                .flatMap(page -> blocks(page).stream())
                .filter(block -> block.language.equals("java"));
    }

    static Stream<Block> yaml() {
        return blocks("README.md").stream().filter(block -> block.language.equals("yaml"));
    }

    static Stream<Block> xml() {
        return blocks("README.md").stream().filter(block -> block.language.equals("xml"));
    }

    static Stream<Block> commands() {
        return blocks("README.md").stream().filter(block -> block.language.equals("bash"));
    }

    @ParameterizedTest
    @MethodSource("java")
    void codeStandsInACompiledSource(Block block) {
        assertThat(sources(".java").filter(source -> contains(source, block.text)))
                .as("sources with this code in them:%n%s", block.text)
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("xml")
    void theDependencyStandsInABuiltProject(Block block) {
        assertThat(sources("pom.xml").filter(source -> contains(source, block.text)))
                .isNotEmpty();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void commandsAreRunByTheBuild(Block block) throws IOException {
        String run = Files.readString(ROOT.resolve(".ci/run")).replace(" -q -B", "");

        assertThat(block.text.lines().map(line -> line.replaceFirst(" +#.*", "")))
                .allSatisfy(command -> assertThat(run).contains(command));
    }

    /** A service starts with each of them, and no key of ours is misspelled. */
    @ParameterizedTest
    @MethodSource("yaml")
    void settingsAreThoseOfTheLibrary(Block block) throws IOException {
        List<PropertySource<?>> sources = new YamlPropertySourceLoader()
                .load("README", new ByteArrayResource(block.text.getBytes(StandardCharsets.UTF_8)));
        EnumerablePropertySource<?> source = (EnumerablePropertySource<?>) sources.get(0);
        Set<String> known = metadata();

        assertThat(Stream.of(source.getPropertyNames()).filter(name -> name.startsWith("bookstore.")))
                .allSatisfy(name -> assertThat(known).anyMatch(property -> isOf(name, property)));
        Starter.runner()
                .withInitializer(
                        context -> context.getEnvironment().getPropertySources().addFirst(source))
                .withPropertyValues("spring.kafka.admin.auto-create=false", "spring.kafka.listener.auto-startup=false")
                .run(context -> assertThat(context).hasNotFailed());
    }

    /** The settings with all features in them: a group that is missing is a feature nobody finds. */
    @Test
    void everyGroupOfPropertiesIsShown() {
        String settings = String.join("\n", yaml().map(Block::text).toList());

        assertThat(metadata().stream()
                        .filter(name -> name.startsWith("bookstore."))
                        .map(name -> name.replaceFirst("^bookstore\\.events\\.([a-z-]+).*", "$1"))
                        .distinct())
                .allSatisfy(group -> assertThat(settings).containsPattern("(?m)^  " + group + "[:.]"));
    }

    @Test
    void everyPackageStandsInTheTree() {
        String tree = blocks("README.md").stream()
                .filter(block -> block.language.isEmpty())
                .map(Block::text)
                .findFirst()
                .orElseThrow();

        assertThat(ArchitectureTests.MAY_USE.keySet())
                .allSatisfy(name -> assertThat(tree).containsPattern("[├└] " + name + " "));
    }

    private static boolean isOf(String name, String property) {
        return name.equals(property) || name.startsWith(property + ".") || name.startsWith(property + "[");
    }

    private static Set<String> metadata() {
        try {
            JsonNode metadata = JsonMapper.shared()
                    .readTree(Files.newInputStream(
                            Path.of("target/classes/META-INF/spring-configuration-metadata.json")));
            Set<String> names = new TreeSet<>();
            metadata.get("properties")
                    .forEach(property -> names.add(property.get("name").asString()));
            return names;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static List<Block> blocks(String page) {
        try {
            List<Block> blocks = new ArrayList<>();
            Matcher matcher = BLOCK.matcher(Files.readString(ROOT.resolve(page)));
            while (matcher.find()) {
                blocks.add(new Block(page, matcher.group(2), matcher.group(3)));
            }
            return blocks;
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private static Stream<Path> sources(String ending) {
        try {
            return Files.walk(ROOT)
                    .filter(path -> path.toString().endsWith(ending))
                    .filter(path -> !ROOT.relativize(path).toString().contains("target/"));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    /** Word for word, whatever the line breaks; an ellipsis stands for anything. */
    private static boolean contains(Path source, String code) {
        try {
            String pattern = Stream.of(code.strip().split("\\s*…\\s*"))
                    .map(part ->
                            Stream.of(part.split("\\s+")).map(Pattern::quote).collect(Collectors.joining("\\s+")))
                    .collect(Collectors.joining("\\s*.*?\\s*"));
            return Pattern.compile(pattern, Pattern.DOTALL)
                    .matcher(Files.readString(source))
                    .find();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }
}
