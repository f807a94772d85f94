package com.bookstore.events.eventstore.projection.crash;

import com.bookstore.events.crash.ChildJvm;
import com.bookstore.events.crash.CrashTransactions;
import com.bookstore.events.crash.Halts;
import com.bookstore.events.crash.Ledger;
import com.zaxxer.hikari.HikariDataSource;
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
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.support.DefaultLifecycleProcessor;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.transaction.PlatformTransactionManager;

/** A service in a JVM of its own that appends and projects events when it is told to. */
@SpringBootConfiguration(proxyBeanMethods = false)
@EnableAutoConfiguration
class ProjectionCrashService {

    @Bean
    static BeanPostProcessor mutatedDataSource(ProjectionControls controls) {
        return new BeanPostProcessor() {
            @Override
            public Object postProcessAfterInitialization(Object bean, String name) {
                return bean instanceof HikariDataSource pool ? new MutatedDataSource(pool, controls::mutation) : bean;
            }
        };
    }

    @Bean
    PlatformTransactionManager transactionManager(DataSource dataSource, ProjectionControls controls) {
        return new CrashTransactions(dataSource, controls.halts());
    }

    @Bean
    Totals totals(JdbcTemplate jdbc, ProjectionControls controls) {
        return new Totals(jdbc, controls.halts());
    }

    /** Starts nothing by itself. */
    private static final class Patient extends DefaultLifecycleProcessor {

        @Override
        public void onRefresh() {}
    }

    public static void main(String[] args) throws Exception {
        String who = System.getProperty(ChildJvm.NAME);
        Ledger ledger = new Ledger(Path.of(System.getProperty(ChildJvm.LEDGER)));
        ProjectionControls controls = new ProjectionControls(new Halts(ledger, who));
        ConfigurableApplicationContext context = new SpringApplicationBuilder(ProjectionCrashService.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .initializers(starting -> {
                    Patient patient = new Patient();
                    patient.setBeanFactory(starting.getBeanFactory());
                    starting.getBeanFactory().registerSingleton("projectionControls", controls);
                    starting.getBeanFactory().registerSingleton("lifecycleProcessor", patient);
                })
                .run(args);
        ProjectionCrashCommands commands = new ProjectionCrashCommands(context, controls);
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
