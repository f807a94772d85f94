package com.bookstore.events.deadletter.console;

import com.bookstore.events.servers.Pools;
import com.zaxxer.hikari.HikariDataSource;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A service on the web, with its management endpoints on a port of their own and no Spring Security unless told otherwise. */
@SpringBootConfiguration
@EnableAutoConfiguration
public class ConsoleService {

    public static final String NO_SECURITY = String.join(
            ",",
            "org.springframework.boot.security.autoconfigure.SecurityAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.UserDetailsServiceAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.web.servlet.ServletWebSecurityAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.web.servlet.SecurityFilterAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.web.reactive.ReactiveWebSecurityAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.actuate.web.servlet.ManagementWebSecurityAutoConfiguration",
            "org.springframework.boot.security.autoconfigure.actuate.web.reactive"
                    + ".ReactiveManagementWebSecurityAutoConfiguration");

    static ConfigurableApplicationContext start(WebApplicationType type, String name, String... properties) {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("spring.application.name", name);
        arguments.put("spring.autoconfigure.exclude", NO_SECURITY);
        arguments.put("spring.kafka.bootstrap-servers", ConsoleBroker.bootstrapServers());
        arguments.put("server.port", "0");
        arguments.put("management.server.port", "0");
        arguments.put("management.endpoints.web.exposure.include", "deadletters,deadlettersconsole,outbox");
        arguments.put("bookstore.events.topics.dead-letter-queue.name", name + "-dead");
        arguments.put("bookstore.events.dead-letter.store.enabled", "true");
        arguments.put("bookstore.events.dead-letter.store.initialize-schema", "always");
        arguments.put("bookstore.events.dead-letter.store.group", name + "-store");
        arguments.put("bookstore.events.dead-letter.console.enabled", "true");
        for (String property : properties) {
            int separator = property.indexOf('=');
            arguments.put(property.substring(0, separator), property.substring(separator + 1));
        }
        HikariDataSource pool = Pools.pool("jdbc:h2:mem:" + name + ";DB_CLOSE_DELAY=-1", "sa", "", 8);
        return new SpringApplicationBuilder(ConsoleService.class)
                .web(type)
                .bannerMode(Banner.Mode.OFF)
                .initializers(context -> context.getBeanFactory().registerSingleton("dataSource", pool))
                .run(arguments.entrySet().stream()
                        .map(argument -> "--" + argument.getKey() + "=" + argument.getValue())
                        .toArray(String[]::new));
    }

    /** Where the management endpoints are. */
    static String management(ConfigurableApplicationContext service) {
        return "http://localhost:" + service.getEnvironment().getRequiredProperty("local.management.port");
    }
}
