package com.bookstore.users;

import java.util.List;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.core.env.Environment;
import org.springframework.core.env.Profiles;
import org.springframework.util.StringUtils;

/**
 * Keeps a service of the profile {@code prod} from starting when a variable that application.yml refers to is not set.
 * Without it, clients would be given the text of the reference, and fail in ways that are hard to read.
 */
final class ProductionSettings implements ApplicationContextInitializer<ConfigurableApplicationContext> {

    private static final List<String> REQUIRED = List.of(
            "KAFKA_BOOTSTRAP_SERVERS",
            "KAFKA_SASL_MECHANISM",
            "KAFKA_USERNAME",
            "KAFKA_PASSWORD",
            "KAFKA_TRUST_STORE",
            "KAFKA_TRUST_STORE_PASSWORD",
            "DB_URL",
            "DB_USERNAME",
            "DB_PASSWORD");

    @Override
    public void initialize(ConfigurableApplicationContext context) {
        if (context.getEnvironment().acceptsProfiles(Profiles.of("prod"))) {
            check(context.getEnvironment());
        }
    }

    private static void check(Environment environment) {
        List<String> missing = REQUIRED.stream()
                .filter(name -> !StringUtils.hasText(environment.getProperty(name)))
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalStateException("The profile prod needs these environment variables: " + missing);
        }
        String mechanism = environment.getProperty("KAFKA_SASL_MECHANISM");
        if (!environment.containsProperty("login-module." + mechanism)) {
            throw new IllegalStateException(
                    "KAFKA_SASL_MECHANISM is " + mechanism + "; expected PLAIN, SCRAM-SHA-256 or SCRAM-SHA-512");
        }
    }
}
