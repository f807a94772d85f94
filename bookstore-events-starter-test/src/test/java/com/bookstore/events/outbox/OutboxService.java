package com.bookstore.events.outbox;

import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A service that sells books. */
@SpringBootConfiguration
@EnableAutoConfiguration
class OutboxService {

    static ConfigurableApplicationContext start(DataSource dataSource, String topic, String... properties) {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("spring.application.name", topic);
        arguments.put("spring.kafka.bootstrap-servers", OutboxBroker.bootstrapServers());
        arguments.put("bookstore.events.topics.sales.name", topic);
        arguments.put("bookstore.events.outbox.enabled", "true");
        arguments.put("bookstore.events.outbox.initialize-schema", "always");
        for (String property : properties) {
            int separator = property.indexOf('=');
            arguments.put(property.substring(0, separator), property.substring(separator + 1));
        }
        return new SpringApplicationBuilder(OutboxService.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .initializers(context -> context.getBeanFactory().registerSingleton("dataSource", dataSource))
                .run(arguments.entrySet().stream()
                        .map(argument -> "--" + argument.getKey() + "=" + argument.getValue())
                        .toArray(String[]::new));
    }
}
