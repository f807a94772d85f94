package com.bookstore.events.crash;

import com.bookstore.events.idempotency.IdempotencyStore;
import com.bookstore.events.publishing.idempotent.IdempotentEventPublisher;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import javax.sql.DataSource;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.transaction.PlatformTransactionManager;

/** A service in a JVM of its own that does what it is told on its standard input, and ends with it. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class CrashService {

    @Bean
    static BeanPostProcessor crashingStore(Halts halts, CurrentMutation mutation) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof IdempotencyStore store ? new CrashStore(store, halts, mutation) : bean;
            }
        };
    }

    @Bean
    PlatformTransactionManager transactionManager(DataSource dataSource, Halts halts) {
        return new CrashTransactions(dataSource, halts);
    }

    @Bean
    @SuppressWarnings("unchecked")
    DefaultKafkaConsumerFactoryCustomizer crashingConsumer(Halts halts) {
        return factory -> ((org.springframework.kafka.core.DefaultKafkaConsumerFactory<Object, Object>) factory)
                .addPostProcessor(consumer -> CrashConsumer.around(consumer, halts));
    }

    @Bean
    CrashListeners crashListeners(JdbcTemplate jdbc, Halts halts) {
        return new CrashListeners(jdbc, halts, System.getProperty(ChildJvm.NAME));
    }

    public static void main(String[] args) throws Exception {
        String who = System.getProperty(ChildJvm.NAME);
        Ledger ledger = new Ledger(Path.of(System.getProperty(ChildJvm.LEDGER)));
        Halts halts = new Halts(ledger, who);
        CurrentMutation mutation = new CurrentMutation();
        ConfigurableApplicationContext context = new SpringApplicationBuilder(CrashService.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .initializers(starting -> {
                    starting.getBeanFactory().registerSingleton("halts", halts);
                    starting.getBeanFactory().registerSingleton("currentMutation", mutation);
                })
                .run(args);
        CrashCommands commands = new CrashCommands(
                halts,
                mutation,
                new CrashPublishing(context.getBean(IdempotentEventPublisher.class), ledger, who),
                context.getBean(KafkaListenerEndpointRegistry.class));
        ledger.append(who, "ready", "-", "-");
        try (BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] words = line.split(" ");
                commands.run(words);
                ledger.append(who, "done", words[0], "-");
            }
        }
        Runtime.getRuntime().halt(0);
    }
}
