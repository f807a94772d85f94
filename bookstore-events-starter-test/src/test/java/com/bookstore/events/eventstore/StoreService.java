package com.bookstore.events.eventstore;

import com.bookstore.events.type.Upcaster;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import tools.jackson.databind.node.ObjectNode;

/** A service that keeps accounts as events; it never gets to see a broker. */
@SpringBootConfiguration
@EnableAutoConfiguration
class StoreService {

    static ConfigurableApplicationContext start(DataSource dataSource, String table, String... properties) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.application.name=accounts",
                "--spring.kafka.bootstrap-servers=127.0.0.1:1",
                "--spring.kafka.admin.auto-create=false",
                "--bookstore.events.event-store.enabled=true",
                "--bookstore.events.event-store.table=" + table,
                "--bookstore.events.event-store.initialize-schema=always"));
        for (String property : properties) {
            arguments.add("--" + property);
        }
        return new SpringApplicationBuilder(StoreService.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .initializers(context -> context.getBeanFactory().registerSingleton("dataSource", dataSource))
                .run(arguments.toArray(String[]::new));
    }

    @Bean
    Upcaster amounts() {
        return new Upcaster() {
            @Override
            public String type() {
                return "deposited";
            }

            @Override
            public String from() {
                return "1.0";
            }

            @Override
            public String to() {
                return "2.0";
            }

            @Override
            public ObjectNode upcast(ObjectNode fields) {
                fields.set("amount", fields.remove("sum"));
                return fields;
            }
        };
    }
}
