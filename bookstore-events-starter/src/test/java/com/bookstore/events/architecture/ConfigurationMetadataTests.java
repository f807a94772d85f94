package com.bookstore.events.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.integration.Starter;
import com.bookstore.events.topic.TopicResolver;
import java.io.File;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** What an IDE tells about the properties. */
class ConfigurationMetadataTests {

    private static JsonNode metadata;
    private static Map<String, JsonNode> properties;

    @BeforeAll
    static void read() throws URISyntaxException {
        File classes = new File(DomainEvent.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        metadata = JsonMapper.shared().readTree(new File(classes, "META-INF/spring-configuration-metadata.json"));
        properties = new TreeMap<>();
        metadata.get("properties").forEach(property -> {
            String name = property.get("name").asString();
            if (!name.startsWith("management.endpoint.")) { // Boot's own, of every endpoint
                properties.put(name, property);
            }
        });
    }

    @Test
    void everyPropertyIsThereAndNoOther() {
        Set<String> declared = new TreeSet<>();
        ClassPathScanningCandidateComponentProvider scanner = new ClassPathScanningCandidateComponentProvider(false);
        scanner.addIncludeFilter(new AnnotationTypeFilter(ConfigurationProperties.class));
        scanner.findCandidateComponents("com.bookstore.events").forEach(candidate -> {
            Class<?> type = ClassUtils.resolveClassName(candidate.getBeanClassName(), null);
            collect(type.getAnnotation(ConfigurationProperties.class).value(), type, declared);
        });

        assertThat(declared).contains("bookstore.events.topics", "bookstore.events.dead-letter.retry.max-retries");
        assertThat(properties.keySet()).isEqualTo(declared);
    }

    @Test
    void everyPropertyIsDescribedInPlainText() {
        assertThat(properties).allSatisfy((name, property) -> {
            assertThat(property.path("description").asString("")).as(name).isNotBlank();
            assertThat(property.path("description").asString()).as(name).doesNotContain("{@", "<");
        });
    }

    @Test
    void everyPropertyStandsInTheDocumentedTable() throws IOException {
        String table = Files.readString(Path.of("../docs/properties.md"));
        // The settings of a topic are documented one by one.
        Set<String> maps = Set.of("bookstore.events.topics", "bookstore.events.type.aliases");

        assertThat(properties.keySet())
                .allSatisfy(name -> assertThat(table).contains("| `" + name + (maps.contains(name) ? "." : "`")));
    }

    @Test
    void nothingElseStandsInTheDocumentedTable() throws IOException {
        Matcher row = Pattern.compile("(?m)^\\| `(bookstore\\.[^`]+)`")
                .matcher(Files.readString(Path.of("../docs/properties.md")));

        assertThat(row.results()
                        .map(result -> result.group(1))
                        .filter(name -> !name.startsWith("bookstore.events.topics.<topic>."))
                        .map(name -> name.replace(".*", "")))
                .isNotEmpty()
                .allSatisfy(name -> assertThat(properties).containsKey(name));
    }

    @Test
    void booleansAreDescribedAsQuestions() {
        assertThat(properties.values())
                .filteredOn(property -> property.get("type").asString().equals("java.lang.Boolean"))
                .isNotEmpty()
                .allSatisfy(property ->
                        assertThat(property.get("description").asString()).startsWith("whether "));
    }

    @Test
    void theShippedTopicsAreOffered() {
        Set<String> offered = new TreeSet<>();
        metadata.get("hints").forEach(hint -> {
            if (hint.get("name").asString().equals("bookstore.events.topics.keys")) {
                hint.get("values")
                        .forEach(value -> offered.add(value.get("value").asString()));
            }
        });

        Starter.runner().run(context -> assertThat(offered)
                .containsExactlyInAnyOrderElementsOf(
                        context.getBean(TopicResolver.class).physicalNames()));
    }

    private static void collect(String prefix, Class<?> type, Set<String> names) {
        for (RecordComponent component : type.getRecordComponents()) {
            String name = ConfigurationPropertyName.of(prefix)
                    .append(dashed(component.getName()))
                    .toString();
            if (component.getType().isRecord() && component.getType().getEnclosingClass() == type) {
                collect(name, component.getType(), names);
            } else {
                names.add(name);
            }
        }
    }

    private static String dashed(String name) {
        return name.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }
}
