package com.bookstore.events.eventstore.aggregate;

import java.util.Arrays;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** A service with accounts and without a broker. */
@SpringBootConfiguration
@EnableAutoConfiguration
class AggregateService {

    static ConfigurableApplicationContext start(DataSource dataSource, String... properties) {
        return new SpringApplicationBuilder(AggregateService.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .initializers(context -> context.getBeanFactory().registerSingleton("dataSource", dataSource))
                .run(Stream.concat(
                                Stream.of(
                                        "spring.kafka.admin.auto-create=false",
                                        "spring.kafka.listener.auto-startup=false",
                                        "bookstore.events.observability.group-lag.enabled=false",
                                        "bookstore.events.event-store.enabled=true",
                                        "bookstore.events.event-store.initialize-schema=always",
                                        "bookstore.events.event-store.snapshots.enabled=true"),
                                Arrays.stream(properties))
                        .map("--"::concat)
                        .toArray(String[]::new));
    }
}
