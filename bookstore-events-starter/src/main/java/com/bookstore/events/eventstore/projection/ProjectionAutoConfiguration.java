package com.bookstore.events.eventstore.projection;

import com.bookstore.events.eventstore.EventStore;
import com.bookstore.events.eventstore.EventStore.AppendSignal;
import com.bookstore.events.eventstore.EventStoreTables;
import com.bookstore.events.observability.EventRecorder;
import java.util.Set;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.audit.listener.AuditApplicationEvent;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.autoconfigure.contributor.ConditionalOnEnabledHealthIndicator;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/** Runs the application's projections, unless other instances do, and provides what shows them. */
@AutoConfiguration(afterName = "com.bookstore.events.eventstore.EventStoreAutoConfiguration")
@ConditionalOnBean({EventStore.class, EventStoreTables.class, Projection.class})
@EnableConfigurationProperties(ProjectionProperties.class)
@Import(JdbcProjectionConfiguration.class)
public final class ProjectionAutoConfiguration {

    ProjectionAutoConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = ProjectionProperties.PREFIX + ".enabled", matchIfMissing = true)
    static class Running {

        @Bean
        ProjectionWatch projectionWatch(JdbcProjectionTable table, RegisteredProjections all, EventRecorder recorder) {
            return new ProjectionWatch(table::statuses, all.byName().keySet(), recorder);
        }

        @Bean
        ProjectionRunner projectionRunner(
                RegisteredProjections all,
                ProjectionParts parts,
                ProjectionWatch watch,
                ProjectionProperties properties) {
            return new ProjectionRunner(
                    all.byName().entrySet().stream()
                            .map(entry -> new ProjectionWorker(entry.getValue(), entry.getKey(), parts))
                            .toList(),
                    watch,
                    properties);
        }

        @Bean
        AppendSignal projectionAppendSignal(ObjectProvider<ProjectionRunner> runner) {
            return () -> runner.ifAvailable(ProjectionRunner::appended);
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnBooleanProperty(name = ProjectionProperties.PREFIX + ".enabled", matchIfMissing = true)
    @ConditionalOnClass({HealthIndicator.class, ConditionalOnEnabledHealthIndicator.class})
    @ConditionalOnEnabledHealthIndicator("projections")
    @ConditionalOnMissingBean(name = {"projectionsHealthIndicator", "projectionsHealthContributor"})
    static class HealthConfiguration {

        @Bean
        ProjectionsHealthIndicator projectionsHealthIndicator(
                ProjectionRunner runner, ProjectionWatch watch, ProjectionProperties properties) {
            return new ProjectionsHealthIndicator(
                    runner, watch, properties.health().lag());
        }
    }

    /** Also where other instances run the projections. */
    @Configuration(proxyBeanMethods = false)
    @ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
    @ConditionalOnAvailableEndpoint(ProjectionsEndpoint.class)
    @ConditionalOnMissingBean(name = "projectionsEndpoint")
    static class EndpointConfiguration {

        @Bean
        ProjectionsEndpoint projectionsEndpoint(
                JdbcProjectionTable table,
                ObjectProvider<ProjectionRunner> runner,
                ApplicationEventPublisher events,
                ProjectionProperties properties) {
            return new ProjectionsEndpoint(
                    table,
                    () -> runner.stream()
                            .findFirst()
                            .map(ProjectionRunner::here)
                            .orElse(Set.of()),
                    name -> runner.ifAvailable(running -> running.changed(name)),
                    event -> events.publishEvent(new AuditApplicationEvent(event)),
                    properties.endpoint().allowWrites());
        }
    }
}
