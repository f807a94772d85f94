package com.bookstore.events.outbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.publishing.EventPublisher;
import com.bookstore.events.servers.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import jakarta.persistence.PersistenceContext;
import jakarta.persistence.Table;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.annotation.Transactional;

/** A service that writes with JPA. */
@Timeout(180)
class JpaOutboxIntegrationTests {

    private static final String TOPIC = "outbox-jpa";

    @BeforeAll
    static void createTopic() throws Exception {
        OutboxBroker.createTopic(TOPIC, 1);
    }

    @Test
    void dataAndEventsCommitOrRollBackTogether() {
        try (HikariDataSource pool = TestDatabase.POSTGRESQL.pool(5)) {
            JdbcTemplate jdbc = new JdbcTemplate(pool);
            jdbc.execute("CREATE TABLE IF NOT EXISTS till (book VARCHAR(20), number INTEGER)");
            try (ConfigurableApplicationContext context = start(pool)) {
                Till till = context.getBean(Till.class);

                till.sell("jpa", 1, false);
                assertThatThrownBy(() -> till.sell("jpa", 2, true)).hasMessage("no");
                till.sell("jpa", 3, false);

                await().atMost(Duration.ofSeconds(60))
                        .untilAsserted(() ->
                                assertThat(OutboxBroker.numbers(TOPIC, "jpa")).containsExactly(1, 3));
                assertThat(jdbc.queryForList("SELECT number FROM till ORDER BY number", Integer.class))
                        .containsExactly(1, 3);
            }
        }
    }

    /** So events are numbered in the order of the changes that they tell of. */
    @Test
    void theRowOfAChangedEntityIsLockedBeforeTheEventHasItsNumber() {
        try (HikariDataSource pool = TestDatabase.POSTGRESQL.pool(5)) {
            JdbcTemplate jdbc = new JdbcTemplate(pool);
            jdbc.execute("CREATE TABLE IF NOT EXISTS shelf (id INTEGER PRIMARY KEY, copies INTEGER)");
            jdbc.update("INSERT INTO shelf VALUES (1, 0) ON CONFLICT DO NOTHING");
            try (ConfigurableApplicationContext context = start(pool)) {
                context.getBean(Till.class).count(1, () -> CompletableFuture.runAsync(() -> assertThatThrownBy(
                                        () -> jdbc.execute("SELECT copies FROM shelf WHERE id = 1 FOR UPDATE NOWAIT"))
                                .hasStackTraceContaining("could not obtain lock"))
                        .join());
            }
            assertThat(jdbc.queryForObject("SELECT copies FROM shelf WHERE id = 1", Integer.class))
                    .isOne();
        }
    }

    private static ConfigurableApplicationContext start(DataSource dataSource) {
        return new SpringApplicationBuilder(Service.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .initializers(context -> context.getBeanFactory().registerSingleton("dataSource", dataSource))
                .run(
                        "--spring.application.name=" + TOPIC,
                        "--spring.kafka.bootstrap-servers=" + OutboxBroker.bootstrapServers(),
                        "--bookstore.events.topics.sales.name=" + TOPIC,
                        "--bookstore.events.publishing.mode=outbox",
                        "--bookstore.events.outbox.table=jpa_outbox",
                        "--bookstore.events.outbox.initialize-schema=always");
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Service {

        @Bean
        static LocalContainerEntityManagerFactoryBean entityManagerFactory(DataSource dataSource) {
            LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
            factory.setDataSource(dataSource);
            factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
            factory.setManagedTypes(PersistenceManagedTypes.of(Shelf.class.getName()));
            return factory;
        }

        @Bean
        static JpaTransactionManager transactionManager(EntityManagerFactory factory) {
            return new JpaTransactionManager(factory);
        }

        @Bean
        static Till till(EventPublisher events) {
            return new Till(events);
        }
    }

    static class Till {

        private final EventPublisher events;

        @PersistenceContext
        private EntityManager entities;

        Till(EventPublisher events) {
            this.events = events;
        }

        @Transactional
        public void sell(String book, int number, boolean fails) {
            entities.createNativeQuery("INSERT INTO till VALUES (?, ?)")
                    .setParameter(1, book)
                    .setParameter(2, number)
                    .executeUpdate();
            events.publish(new Sale(book, number));
            if (fails) {
                throw new IllegalStateException("no");
            }
        }

        @Transactional
        public void count(int shelf, Runnable afterwards) {
            Shelf found = entities.find(Shelf.class, shelf);
            found.copies = 1;
            events.publish(new Sale("shelf", 1));
            afterwards.run();
        }
    }

    @Entity
    @Table(name = "shelf")
    static class Shelf {

        @Id
        int id;

        int copies;
    }
}
