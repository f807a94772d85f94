package com.bookstore.events.test;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialAlteration;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.springframework.util.Assert;

/** Who may log in to a broker. */
final class BrokerUsers {

    static final String SCRAM = "SCRAM-SHA-512";

    private static final String PLAIN_MODULE = "org.apache.kafka.common.security.plain.PlainLoginModule";
    private static final String SCRAM_MODULE = "org.apache.kafka.common.security.scram.ScramLoginModule";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");
    private static final Pattern PASSWORD = Pattern.compile("[^\"\\\\]+");
    private static final int ITERATIONS = 4_096;
    private static final int ANSWER_SECONDS = 30;

    private final Map<String, User> users = new LinkedHashMap<>();

    private record User(String mechanism, String name, String password) {}

    void add(String mechanism, String name, String password) {
        Assert.isTrue(NAME.matcher(name).matches(), () -> "A user has a name of letters, digits, - and _; got " + name);
        Assert.isTrue(
                PASSWORD.matcher(password).matches(), "A password is not empty and has no quotes and backslashes");
        users.put(name, new User(mechanism, name, password));
    }

    private User get(String name) {
        User user = users.get(name);
        Assert.isTrue(
                user != null, () -> "No user '%s' was given to the builder, only %s".formatted(name, users.keySet()));
        return user;
    }

    String mechanism(String name) {
        return get(name).mechanism();
    }

    String clientLogin(String name) {
        User user = get(name);
        return "%s required username=\"%s\" password=\"%s\";"
                .formatted(user.mechanism().equals(SCRAM) ? SCRAM_MODULE : PLAIN_MODULE, name, user.password());
    }

    /** The broker's side of PLAIN: it knows the users from its configuration. */
    String plainLogins() {
        return users.values().stream()
                .filter(user -> !user.mechanism().equals(SCRAM))
                .map(user -> " user_%s=\"%s\"".formatted(user.name(), user.password()))
                .collect(Collectors.joining("", PLAIN_MODULE + " required", ";"));
    }

    /** The broker's side of SCRAM: it knows the users from its data. */
    static String scramLogins() {
        return SCRAM_MODULE + " required;";
    }

    /** Tells a running broker the users of SCRAM; one that knows them already is told the same again. */
    void registerScram(String bootstrapServers) {
        List<UserScramCredentialAlteration> alterations = users.values().stream()
                .filter(user -> user.mechanism().equals(SCRAM))
                .<UserScramCredentialAlteration>map(user -> new UserScramCredentialUpsertion(
                        user.name(),
                        new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS),
                        user.password()))
                .toList();
        if (alterations.isEmpty()) {
            return;
        }
        try (Admin admin = Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrapServers))) {
            admin.alterUserScramCredentials(alterations).all().get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw KafkaBrokerException.failed("The users " + users.keySet(), "registered", failure);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw KafkaBrokerException.failed("The users " + users.keySet(), "registered", interruption);
        }
    }
}
