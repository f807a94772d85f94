package com.bookstore.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.yaml.snakeyaml.Yaml;

/** What can be said of {@code compose.yaml} without running it: that it fits the connectors, and the worker without Docker. */
class ComposeTests {

    private static final Pattern VERSIONED = Pattern.compile("[\\w./-]+:\\d+\\.\\d+\\.?\\d*[\\w.-]*");
    private static final Pattern VARIABLE = Pattern.compile("\\$\\{(\\w+):\\?[^}]+}");
    private static final Pattern REFERENCE = Pattern.compile("\\$\\{env:(\\w+)}");

    private final Map<String, Map<String, Object>> services = services();

    @Test
    void eachServiceHasAnImageWithAVersionAndAHealthCheck() {
        assertThat(services).containsOnlyKeys("kafka", "mysql", "postgres", "redis", "connect");
        assertThat(services).allSatisfy((name, service) -> {
            assertThat(service.get("image")).asString().matches(VERSIONED);
            assertThat(service).containsKey("healthcheck");
        });
    }

    @Test
    void portsAreOpenToThisMachineOnly() {
        assertThat(services).allSatisfy((name, service) -> assertThat((List<?>) service.get("ports"))
                .allSatisfy(port -> assertThat(port).asString().startsWith("127.0.0.1:")));
    }

    @Test
    void passwordsAreThoseOfTheEnvironmentWhoseExampleHasNone() throws IOException {
        List<String> example = Files.readAllLines(SampleFiles.path(".env.example")).stream()
                .filter(line -> !line.startsWith("#"))
                .toList();
        assertThat(example).allMatch(line -> line.matches("\\w+="));
        Stream<String> passwords = services.keySet().stream()
                .flatMap(service -> environment(service).entrySet().stream())
                .filter(variable -> variable.getKey().contains("PASSWORD"))
                .map(Map.Entry::getValue);

        assertThat(passwords).isNotEmpty().allSatisfy(password -> {
            var variable = VARIABLE.matcher(password);
            assertThat(variable.matches()).as(password).isTrue();
            assertThat(example).contains(variable.group(1) + "=");
        });
    }

    @Test
    void mountedFilesAreThere() {
        Stream<String> mounted = services.values().stream()
                .flatMap(service -> ((List<?>) service.getOrDefault("volumes", List.of())).stream())
                .map(String::valueOf);

        assertThat(mounted).hasSize(4).allSatisfy(mount -> assertThat(
                        SampleFiles.path(mount.substring(2, mount.indexOf(':'))))
                .exists());
    }

    @Test
    void theWorkerIsSetUpLikeTheOneWithoutDocker() {
        Map<String, String> environment = environment("connect");
        Map<String, String> expected = new LinkedHashMap<>();
        WorkerSettings.shared().forEach((name, value) -> {
            String variable = name.toUpperCase(Locale.ROOT).replace('.', '_');
            expected.put(isOfTheImage(name) ? variable : "CONNECT_" + variable, value);
        });

        assertThat(environment).containsAllEntriesOf(expected);
        assertThat(environment.keySet().stream().filter(name -> name.startsWith("CONNECT_")))
                .isSubsetOf(expected.keySet());
    }

    /** The image has variables of its own for these; where they are missing, its defaults take the place of what is set. */
    private static boolean isOfTheImage(String setting) {
        return setting.equals("group.id")
                || setting.equals("offset.flush.interval.ms")
                || setting.endsWith(".storage.topic");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mysql", "postgres"})
    void connectorsFindInTheWorkersEnvironmentWhatTheyReferTo(String database) throws IOException {
        Map<String, String> environment = environment("connect");
        Map<String, String> connector = Connector.of(database).settings();
        for (String setting : connector.values()) {
            var reference = REFERENCE.matcher(setting);
            while (reference.find()) {
                assertThat(environment).containsKey(reference.group(1));
            }
        }
        String variables = "CDC_" + database.toUpperCase(Locale.ROOT);
        String host = environment.get(variables + "_HOST");
        String port = environment.get(variables + "_PORT");

        assertThat(connector)
                .containsEntry("database.hostname", "${env:" + variables + "_HOST}")
                .containsEntry("database.port", "${env:" + variables + "_PORT}")
                .containsEntry("database.user", "${env:" + variables + "_USER}")
                .containsEntry("database.password", "${env:" + variables + "_PASSWORD}");
        assertThat((List<?>) services.get(host).get("ports")).asString().contains(":" + port + "]");
        assertThat(environment("kafka").get("KAFKA_ADVERTISED_LISTENERS"))
                .contains("://" + environment.get("CDC_KAFKA_BOOTSTRAP_SERVERS") + ",");
        assertThat(environment).containsEntry("BOOTSTRAP_SERVERS", environment.get("CDC_KAFKA_BOOTSTRAP_SERVERS"));
    }

    @Test
    void databasesAndUsersAreThoseOfTheConnectors() throws IOException {
        String user = environment("connect").get("CDC_MYSQL_USER");
        assertThat(environment("mysql"))
                .containsEntry("MYSQL_DATABASE", setting("mysql", "database.include.list"))
                .doesNotContainEntry("MYSQL_USER", user); // who may do everything with the database
        assertThat(SampleFiles.path("databases/mysql-role.sh")).content().contains("CREATE USER '" + user + "'@'%'");
        assertThat(SampleFiles.path("databases/mysql.sql")).content().contains(" ON *.* TO '" + user + "'@'%'");
        assertThat(environment("postgres")).containsEntry("POSTGRES_DB", setting("postgres", "database.dbname"));
        String role = environment("connect").get("CDC_POSTGRES_USER");
        assertThat(SampleFiles.path("databases/postgres-role.sh")).content().contains("CREATE ROLE " + role + " LOGIN");
        assertThat(SampleFiles.path("databases/postgres.sql"))
                .content()
                .contains("CREATE PUBLICATION " + setting("postgres", "publication.name") + " FOR");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mariadb", "mysql", "postgres"})
    void eachCapturedTableExistsAndHasATopicOfItsName(String database) throws IOException {
        Pattern route = Pattern.compile(setting(database, "transforms.route.regex"));
        String script = Files.readString(
                SampleFiles.path("databases", database.equals("postgres") ? "postgres.sql" : "mysql.sql"));

        for (String table : setting(database, "table.include.list").split(",")) {
            String name = table.substring(table.indexOf('.') + 1);
            String topic = setting(database, "topic.prefix") + "." + table;
            assertThat(route.matcher(topic).matches()).isTrue();
            assertThat(route.matcher(topic).replaceFirst(setting(database, "transforms.route.replacement")))
                    .isEqualTo("cdc." + name);
            assertThat(script).contains("CREATE TABLE " + name + " (");
        }
        assertThat(List.of("__debezium-heartbeat.bookstore", "bookstore.transaction", "bookstore"))
                .noneMatch(topic -> route.matcher(topic).matches());
    }

    @Test
    void theConnectorsOfMariaDbAndMySqlDifferInTheirNamesOnly() throws IOException {
        Map<String, String> mysql = new LinkedHashMap<>(Connector.of("mysql").settings());
        mysql.replaceAll((name, value) -> value.replace("CDC_MYSQL", "CDC_MARIADB"));
        mysql.put("connector.class", setting("mariadb", "connector.class"));

        assertThat(mysql).isEqualTo(Connector.of("mariadb").settings());
    }

    private static String setting(String database, String name) throws IOException {
        return Connector.of(database).settings().get(name);
    }

    private Map<String, String> environment(String service) {
        Map<?, ?> environment = (Map<?, ?>) services.get(service).getOrDefault("environment", Map.of());
        return environment.entrySet().stream()
                .collect(Collectors.toMap(
                        entry -> String.valueOf(entry.getKey()), entry -> String.valueOf(entry.getValue())));
    }

    private static Map<String, Map<String, Object>> services() {
        try {
            Map<String, Map<String, Map<String, Object>>> file =
                    new Yaml().load(Files.readString(SampleFiles.path("compose.yaml")));
            return file.get("services");
        } catch (IOException unreadable) {
            throw new IllegalStateException(unreadable);
        }
    }
}
