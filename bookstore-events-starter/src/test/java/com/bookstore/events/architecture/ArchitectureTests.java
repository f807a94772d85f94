package com.bookstore.events.architecture;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchConditions.onlyDependOnClassesThat;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.methods;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventsException;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.Assertions;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Holds the map of the library; CONTRIBUTING.md shows it. Each rule says why it is there. */
class ArchitectureTests {

    private static final String ROOT = "com.bookstore.events";

    /** Which features a feature may use; every feature may use the root package. */
    static final Map<String, Set<String>> MAY_USE = Map.ofEntries(
            Map.entry("domain", Set.of()),
            Map.entry("type", Set.of()),
            Map.entry("observability", Set.of()),
            Map.entry("jdbc", Set.of()),
            Map.entry("idempotency", Set.of("jdbc")),
            Map.entry("json", Set.of("type")),
            Map.entry("topic", Set.of("type", "observability")),
            Map.entry("publishing", Set.of("json", "type", "topic", "observability")),
            Map.entry("publishing.idempotent", Set.of("publishing", "idempotency", "json", "type", "observability")),
            Map.entry("lease", Set.of("jdbc")),
            Map.entry("outbox", Set.of("json", "type", "publishing", "observability", "jdbc")),
            Map.entry("outbox.relay", Set.of("outbox", "lease", "observability", "jdbc")),
            Map.entry("eventstore", Set.of("json", "type", "publishing", "outbox", "observability", "jdbc")),
            Map.entry("eventstore.aggregate", Set.of("eventstore", "observability", "jdbc")),
            Map.entry("eventstore.projection", Set.of("eventstore", "lease", "observability", "jdbc")),
            Map.entry("listening", Set.of("json", "type", "observability")),
            Map.entry("inbox", Set.of("json", "topic", "listening", "observability", "jdbc")),
            Map.entry(
                    "deadletter", Set.of("deadletter.breaker", "json", "type", "topic", "publishing", "observability")),
            Map.entry("deadletter.breaker", Set.of("listening", "observability")),
            Map.entry("deadletter.store", Set.of("deadletter", "json", "type", "observability", "jdbc")),
            Map.entry(
                    "deadletter.replay",
                    Set.of("deadletter", "deadletter.store", "json", "type", "topic", "observability", "jdbc")),
            Map.entry("deadletter.console", Set.of()),
            Map.entry(
                    "cdc",
                    Set.of("cdc.change", "type", "publishing", "publishing.idempotent", "outbox", "observability")),
            Map.entry("cdc.change", Set.of()),
            Map.entry("cdc.bookstore", Set.of("cdc", "cdc.change", "domain")));

    private static final JavaClasses LIBRARY = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    private static final DescribedPredicate<JavaClass> WIRING = describe("wiring", type -> Stream.of(
                    "AutoConfiguration",
                    "Configuration",
                    "Properties",
                    "FailureAnalyzer",
                    "SchemaInitializer",
                    "Endpoint",
                    "HealthIndicator")
            .anyMatch(suffix -> outermost(type).getSimpleName().endsWith(suffix)));

    @TestFactory
    Stream<DynamicTest> everyFeatureUsesOnlyWhatTheMapAllows() {
        return MAY_USE.entrySet().stream()
                .map(feature -> DynamicTest.dynamicTest(feature.getKey(), () -> {
                    String[] allowed = Stream.concat(
                                    Stream.of(ROOT, ROOT + "." + feature.getKey()),
                                    feature.getValue().stream().map(name -> ROOT + "." + name))
                            .toArray(String[]::new);
                    classes()
                            .that()
                            .resideInAPackage(ROOT + "." + feature.getKey())
                            .should(onlyDependOnClassesThat(resideInAnyPackage(allowed)
                                    .or(DescribedPredicate.not(resideInAnyPackage(ROOT + "..")))))
                            .because("deleting a feature must be deleting a folder")
                            .check(LIBRARY);
                }));
    }

    @Test
    void theMapNamesEveryPackage() {
        Set<String> packages = LIBRARY.stream()
                .map(type -> type.getPackageName())
                .filter(name -> !name.equals(ROOT))
                .map(name -> name.substring(ROOT.length() + 1))
                .collect(Collectors.toCollection(TreeSet::new));

        Assertions.assertThat(packages).isEqualTo(new TreeSet<>(MAY_USE.keySet()));
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(LIBRARY);
    }

    @Test
    void theRootPackageUsesOnlyTheJdkAndJSpecify() {
        classes()
                .that()
                .resideInAPackage(ROOT)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT, "java..", "org.jspecify.annotations")
                .because("a module that only declares events needs nothing else")
                .check(LIBRARY);
    }

    @Test
    void springBootIsUsedByWiringOnly() {
        noClasses()
                .that(DescribedPredicate.not(WIRING))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework.boot..")
                .because("the library must work and be tested without Boot's start-up")
                .check(LIBRARY);
    }

    @Test
    void jdbcStaysInsideItsAdapters() {
        noClasses()
                .that(describe("are no JDBC adapters", type -> !startsWith(type, "Jdbc")))
                .and(DescribedPredicate.not(WIRING))
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..", "org.springframework.jdbc..")
                .because("a database is one way to keep state, not the library's way")
                .check(LIBRARY);
    }

    @Test
    void redisStaysInsideItsAdapters() {
        noClasses()
                .that(describe("are no Redis adapters", type -> !startsWith(type, "Redis")))
                .and(DescribedPredicate.not(WIRING))
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.springframework.data.redis..")
                .because("Redis is one way to keep state, not the library's way")
                .check(LIBRARY);
    }

    @Test
    void adaptersAreNotPublic() {
        classes()
                .that()
                .haveNameMatching(".*\\.(Jdbc|Redis|InMemory|Kafka|Micrometer)[A-Z]\\w*")
                .and()
                .resideOutsideOfPackages(ROOT + ".jdbc", ROOT + ".lease") // what the adapters of several features share
                .should()
                .notBePublic()
                .because("users ask for what something does, not for how")
                .check(LIBRARY);
    }

    @Test
    void beanMethodsArePackagePrivate() {
        methods()
                .that()
                .areAnnotatedWith("org.springframework.context.annotation.Bean")
                .should()
                .bePackagePrivate()
                .because("nobody calls them but Spring")
                .check(LIBRARY);
    }

    @Test
    void configurationPropertiesAreRecords() {
        classes()
                .that()
                .areAnnotatedWith("org.springframework.boot.context.properties.ConfigurationProperties")
                .should()
                .beRecords()
                .because("a property is stated once and never changes")
                .check(LIBRARY);
    }

    @Test
    void everyPackageIsNullMarked() {
        Set<String> unmarked = LIBRARY.stream()
                .map(JavaClass::getPackage)
                .filter(located -> !located.isAnnotatedWith(NullMarked.class))
                .map(located -> located.getName())
                .collect(Collectors.toSet());

        Assertions.assertThat(unmarked).isEmpty();
    }

    @Test
    void timeComesFromAClock() {
        noClasses()
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(java.time.LocalDateTime.class, "now")
                .because("tests must be able to set the time")
                .check(LIBRARY);
    }

    @Test
    void everythingThrownIsAnEventsException() {
        classes()
                .that()
                .areAssignableTo(Throwable.class)
                .should()
                .beAssignableTo(EventsException.class)
                .because("users catch one root")
                .check(LIBRARY);
    }

    @Test
    void implementationsAreFinal() {
        classes()
                .that(describe(
                        "are plain classes",
                        type -> !type.isInterface()
                                && !type.isAnonymousClass()
                                && !type.isEnum()
                                && !type.getModifiers().contains(JavaModifier.ABSTRACT)
                                && !type.isAnnotatedWith("org.springframework.context.annotation.Configuration")))
                .should()
                .haveModifier(JavaModifier.FINAL)
                .because("what is not made to be extended is not extended")
                .check(LIBRARY);
    }

    @Test
    void theLibraryNeverChangesTheApplicationAroundIt() {
        for (String annotation : Set.of(
                "org.springframework.scheduling.annotation.EnableScheduling",
                "org.springframework.context.annotation.ComponentScan",
                "org.springframework.boot.autoconfigure.AutoConfigurationPackage",
                "org.springframework.transaction.annotation.Transactional")) {
            noClasses()
                    .should()
                    .beAnnotatedWith(annotation)
                    .because("a library must not change what its user configured")
                    .check(LIBRARY);
        }
    }

    @Test
    void packagesStaySmallEnoughToSee() {
        Map<String, Long> topLevelTypes = LIBRARY.stream()
                .filter(type -> !type.getSimpleName().equals("package-info")
                        && type.getEnclosingClass().isEmpty())
                .collect(Collectors.groupingBy(JavaClass::getPackageName, Collectors.counting()));

        Assertions.assertThat(topLevelTypes.values()).allMatch(count -> count <= 25);
    }

    @Test
    void shippedEventsAreRecords() {
        classes()
                .that()
                .implement(DomainEvent.class)
                .and(DescribedPredicate.not(JavaClass.Predicates.INTERFACES))
                .should()
                .beRecords()
                .because("an event never changes")
                .check(LIBRARY);
    }

    private static boolean startsWith(JavaClass type, String... prefixes) {
        return Arrays.stream(prefixes).anyMatch(outermost(type).getSimpleName()::startsWith);
    }

    private static JavaClass outermost(JavaClass type) {
        JavaClass outer = type;
        while (outer.getEnclosingClass().isPresent()) {
            outer = outer.getEnclosingClass().get();
        }
        return outer;
    }
}
