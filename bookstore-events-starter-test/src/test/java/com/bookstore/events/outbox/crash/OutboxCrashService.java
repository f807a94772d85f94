package com.bookstore.events.outbox.crash;

import com.bookstore.events.crash.ChildJvm;
import com.bookstore.events.crash.CrashTransactions;
import com.bookstore.events.crash.Halts;
import com.bookstore.events.crash.Ledger;
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
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.LifecycleProcessor;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.transaction.PlatformTransactionManager;

/** A service in a JVM of its own that stores and relays events when it is told to. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class OutboxCrashService {

    /** Whether the relay starts with the service, as it does elsewhere. */
    static final String RELAYS_AT_ONCE = "crash.relays-at-once";

    @Bean
    static BeanPostProcessor crashingDataSource(OutboxControls controls) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof DataSource source ? new CrashingDataSource(source, controls) : bean;
            }
        };
    }

    @Bean
    PlatformTransactionManager transactionManager(DataSource dataSource, OutboxControls controls) {
        return new CrashTransactions(dataSource, controls.halts());
    }

    @Bean
    @SuppressWarnings("unchecked")
    DefaultKafkaProducerFactoryCustomizer crashingProducer(OutboxControls controls) {
        return factory -> {
            String servers = String.valueOf(factory.getConfigurationProperties().get("bootstrap.servers"))
                    .replaceAll("[\\[\\]]", "");
            ((DefaultKafkaProducerFactory<Object, Object>) factory)
                    .addPostProcessor(producer -> CrashingProducer.around(producer, controls, servers));
        };
    }

    /** Starts nothing by itself, but stops what is told to run. */
    private static final class Patient extends DefaultLifecycleProcessor {

        @Override
        public void onRefresh() {}
    }

    public static void main(String[] args) throws Exception {
        String who = System.getProperty(ChildJvm.NAME);
        Ledger ledger = new Ledger(Path.of(System.getProperty(ChildJvm.LEDGER)));
        OutboxControls controls = new OutboxControls(new Halts(ledger, who));
        ConfigurableApplicationContext context = new SpringApplicationBuilder(OutboxCrashService.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .initializers(starting -> {
                    starting.getBeanFactory().registerSingleton("outboxControls", controls);
                    if (!starting.getEnvironment().getProperty(RELAYS_AT_ONCE, Boolean.class, false)) {
                        starting.getBeanFactory().registerSingleton("lifecycleProcessor", lifecycle(starting));
                    }
                })
                .run(args);
        OutboxCrashCommands commands = new OutboxCrashCommands(context, controls);
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

    private static LifecycleProcessor lifecycle(ConfigurableApplicationContext context) {
        Patient patient = new Patient();
        patient.setBeanFactory(context.getBeanFactory());
        return patient;
    }
}
