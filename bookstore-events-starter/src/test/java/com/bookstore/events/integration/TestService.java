package com.bookstore.events.integration;

import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** Starts a service on the shared broker. */
public final class TestService {

    private static final String TRACING = "org.springframework.boot.micrometer.tracing.opentelemetry.autoconfigure"
            + ".OpenTelemetryTracingAutoConfiguration";

    private TestService() {}

    public static ConfigurableApplicationContext start(Class<?> configuration, String name, String... properties) {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("spring.application.name", name);
        arguments.put("spring.main.banner-mode", "off");
        arguments.put("spring.autoconfigure.exclude", TRACING); // given anew by the tests of tracing
        arguments.put("spring.kafka.bootstrap-servers", TestBroker.bootstrapServers());
        for (String property : properties) {
            int separator = property.indexOf('=');
            arguments.put(property.substring(0, separator), property.substring(separator + 1));
        }
        return new SpringApplicationBuilder(configuration)
                .web(WebApplicationType.NONE)
                .run(arguments.entrySet().stream()
                        .map(argument -> "--" + argument.getKey() + "=" + argument.getValue())
                        .toArray(String[]::new));
    }
}
