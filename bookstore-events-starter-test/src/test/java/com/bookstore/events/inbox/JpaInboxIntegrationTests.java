package com.bookstore.events.inbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.servers.TestDatabase;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceContext;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import javax.sql.DataSource;
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
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.orm.jpa.JpaTransactionManager;
import org.springframework.orm.jpa.LocalContainerEntityManagerFactoryBean;
import org.springframework.orm.jpa.vendor.HibernateJpaVendorAdapter;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** A handler that writes with JPA. */
@Timeout(180)
class JpaInboxIntegrationTests {

    private static final String TOPIC = "inbox-jpa";

    @Test
    void commitsAndRollsBackTogetherWithTheHandlersEntities() throws Exception {
        SharedBroker.createTopics(1, List.of(TOPIC));
        try (HikariDataSource pool = TestDatabase.POSTGRESQL.pool(5);
                ConfigurableApplicationContext context = start(pool)) {
            Service service = context.getBean(Service.class);
            SharedBroker.send(
                    TOPIC,
                    "k",
                    Deposit.json("j-1", "fine", 1),
                    Deposit.json("j-1", "fine", 1),
                    Deposit.json("j-2", "throws", 2),
                    Deposit.json("j-3", "fails-at-commit", 3),
                    Deposit.json("j-4", "marked-rollback-only", 4),
                    Deposit.json("j-5", "fine-too", 5));

            await().atMost(Duration.ofSeconds(60)).untilAsserted(() -> assertThat(SharedBroker.lag(TOPIC, TOPIC))
                    .isZero());
            JdbcTemplate jdbc = new JdbcTemplate(pool);
            assertThat(jdbc.queryForList("SELECT reference FROM payment ORDER BY amount", String.class))
                    .containsExactly("fine", "throws", "fails-at-commit", "marked-rollback-only", "fine-too");
            assertThat(jdbc.queryForList(
                            "SELECT event_id FROM inbox WHERE consumer = ? ORDER BY event_id", String.class, TOPIC))
                    .containsExactly("j-1", "j-2", "j-3", "j-4", "j-5");
            assertThat(service.attempts)
                    .containsExactlyInAnyOrderEntriesOf(Map.of(
                            "fine", 1, "throws", 2, "fails-at-commit", 2, "marked-rollback-only", 2, "fine-too", 1));
        }
    }

    private static ConfigurableApplicationContext start(DataSource dataSource) {
        return new SpringApplicationBuilder(Service.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .initializers(context -> context.getBeanFactory().registerSingleton("dataSource", dataSource))
                .run(
                        "--spring.application.name=" + TOPIC,
                        "--spring.kafka.bootstrap-servers=" + SharedBroker.bootstrapServers(),
                        "--bookstore.events.inbox.initialize-schema=always",
                        "--bookstore.events.dead-letter.retry.delay=50ms");
    }

    @SpringBootConfiguration
    @EnableAutoConfiguration
    static class Service {

        private final Map<String, Integer> attempts = new ConcurrentHashMap<>();

        @PersistenceContext
        private EntityManager entities;

        @Bean
        static LocalContainerEntityManagerFactoryBean entityManagerFactory(DataSource dataSource) {
            LocalContainerEntityManagerFactoryBean factory = new LocalContainerEntityManagerFactoryBean();
            factory.setDataSource(dataSource);
            factory.setJpaVendorAdapter(new HibernateJpaVendorAdapter());
            factory.setManagedTypes(
                    org.springframework.orm.jpa.persistenceunit.PersistenceManagedTypes.of(Payment.class.getName()));
            factory.setJpaPropertyMap(Map.of("hibernate.hbm2ddl.auto", "create"));
            return factory;
        }

        @Bean
        static JpaTransactionManager transactionManager(EntityManagerFactory factory) {
            return new JpaTransactionManager(factory);
        }

        /** Each of the troubled deposits fails at its first attempt. */
        @IdempotentConsumer
        @KafkaListener(topics = TOPIC, groupId = TOPIC, concurrency = "1")
        void on(Deposit deposit) {
            entities.persist(new Payment(deposit.account(), deposit.amount()));
            if (attempts.merge(deposit.account(), 1, Integer::sum) > 1) {
                return;
            }
            switch (deposit.account()) {
                case "throws" -> throw new IllegalStateException("no");
                case "fails-at-commit" ->
                    TransactionSynchronizationManager.registerSynchronization(new TransactionSynchronization() {
                        @Override
                        public void beforeCommit(boolean readOnly) {
                            throw new IllegalStateException("no");
                        }
                    });
                case "marked-rollback-only" ->
                    entities.unwrap(org.hibernate.Session.class)
                            .getTransaction()
                            .setRollbackOnly();
                default -> {
                    return;
                }
            }
        }
    }
}
