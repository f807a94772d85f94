package com.bookstore.events.deadletter.crash;

import com.bookstore.events.crash.ChildJvm;
import com.bookstore.events.crash.CrashConsumer;
import com.bookstore.events.crash.Halts;
import com.bookstore.events.crash.Ledger;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaConsumerFactoryCustomizer;
import org.springframework.boot.kafka.autoconfigure.DefaultKafkaProducerFactoryCustomizer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;

/** A service in a JVM of its own that handles events, stores dead letters and replays them when it is told to. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class DeadLetterCrashService {

    @Bean
    static BeanPostProcessor crashingTables(DeadLetterControls controls) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof DataSource source ? new CrashingLetterTables(source, controls) : bean;
            }
        };
    }

    @Bean
    @SuppressWarnings("unchecked")
    DefaultKafkaProducerFactoryCustomizer crashingLetters(
            DeadLetterControls controls, ObjectProvider<JdbcTemplate> jdbc) {
        Consumer<String> mark = fingerprint -> jdbc.getObject()
                .update(
                        "UPDATE dead_letter_state SET status = 'REPLAYED', replays = replays + 1"
                                + " WHERE letter_id IN (SELECT id FROM dead_letter WHERE fingerprint = ?)",
                        fingerprint);
        return factory -> ((DefaultKafkaProducerFactory<Object, Object>) factory)
                .addPostProcessor(producer -> CrashingLetters.around(producer, controls, mark));
    }

    @Bean
    @SuppressWarnings("unchecked")
    DefaultKafkaConsumerFactoryCustomizer crashingConsumer(DeadLetterControls controls) {
        return created -> {
            var factory = (DefaultKafkaConsumerFactory<Object, Object>) created;
            factory.addPostProcessor(consumer -> CrashConsumer.around(consumer, controls.halts()));
            factory.addListener(new ConsumerFactory.Listener<>() {
                @Override
                public void consumerAdded(
                        String id, org.apache.kafka.clients.consumer.Consumer<Object, Object> consumer) {
                    controls.consumes(consumer);
                }
            });
        };
    }

    @Bean
    DeadLetterHandler deadLetterHandler(JdbcTemplate jdbc, DeadLetterControls controls) {
        return new DeadLetterHandler(jdbc, controls);
    }

    public static void main(String[] args) throws Exception {
        String who = System.getProperty(ChildJvm.NAME);
        Ledger ledger = new Ledger(Path.of(System.getProperty(ChildJvm.LEDGER)));
        DeadLetterControls controls = new DeadLetterControls(new Halts(ledger, who));
        ConfigurableApplicationContext context = new SpringApplicationBuilder(DeadLetterCrashService.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .initializers(starting -> starting.getBeanFactory().registerSingleton("deadLetterControls", controls))
                .run(args);
        DeadLetterCrashCommands commands = new DeadLetterCrashCommands(context, controls, who);
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
