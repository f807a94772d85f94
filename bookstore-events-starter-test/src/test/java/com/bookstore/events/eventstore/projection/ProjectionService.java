package com.bookstore.events.eventstore.projection;

import com.bookstore.events.eventstore.EventFilter;
import com.bookstore.events.eventstore.projection.Projection.Start;
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
import org.springframework.jdbc.core.JdbcTemplate;

/** A service that projects what it appends; it never gets to see a broker. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ProjectionService {

    static final String STORE = "projected";
    static final String TABLE = "projected_at";

    static ConfigurableApplicationContext start(DataSource dataSource, String... others) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.application.name=accounts",
                "--spring.kafka.bootstrap-servers=127.0.0.1:1",
                "--spring.kafka.admin.auto-create=false",
                "--bookstore.events.event-store.enabled=true",
                "--bookstore.events.event-store.table=" + STORE,
                "--bookstore.events.event-store.initialize-schema=always",
                "--bookstore.events.projections.table=" + TABLE,
                "--bookstore.events.projections.initialize-schema=always",
                "--bookstore.events.projections.lease=2s",
                "--bookstore.events.projections.poll-interval=20ms",
                "--bookstore.events.projections.retry.attempts=3",
                "--bookstore.events.projections.retry.initial-delay=1ms",
                "--management.endpoints.web.exposure.include=projections",
                "--bookstore.events.projections.endpoint.allow-writes=true"));
        arguments.addAll(List.of(others));
        return new SpringApplicationBuilder(ProjectionService.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .initializers(context -> context.getBeanFactory().registerSingleton("dataSource", dataSource))
                .run(arguments.toArray(String[]::new));
    }

    @Bean
    Rows all(JdbcTemplate jdbc) {
        return new Rows(jdbc, "all", Start.BEGINNING, EventFilter.all());
    }

    @Bean
    Rows some(JdbcTemplate jdbc) {
        return new Rows(jdbc, "some", Start.BEGINNING, EventFilter.all().streamTypes("wanted"));
    }

    @Bean
    Rows late(JdbcTemplate jdbc) {
        return new Rows(jdbc, "late", Start.NOW, EventFilter.all());
    }
}
