package com.bookstore.events.deadletter.console;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.actuate.autoconfigure.endpoint.condition.ConditionalOnAvailableEndpoint;
import org.springframework.boot.actuate.autoconfigure.endpoint.expose.EndpointExposure;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.actuate.endpoint.web.PathMapper;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Serves the console where it is switched on, exposed, and either behind Spring Security or on a port of its own. It comes last
 * to see Security's filter chains: to name Boot's configurations of them would have them come before those of the users.
 */
@AutoConfiguration
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
@ConditionalOnWebApplication
@ConditionalOnClass(ConditionalOnAvailableEndpoint.class)
@ConditionalOnBooleanProperty(DeadLetterConsoleProperties.PREFIX + ".enabled")
@ConditionalOnAvailableEndpoint(endpoint = DeadLettersConsoleEndpoint.class, exposure = EndpointExposure.WEB)
@EnableConfigurationProperties(DeadLetterConsoleProperties.class)
public final class DeadLetterConsoleAutoConfiguration {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterConsoleAutoConfiguration.class);

    DeadLetterConsoleAutoConfiguration() {}

    @Configuration(proxyBeanMethods = false)
    @Conditional(ConsoleGuardConfiguration.Present.class)
    static class Served {

        @Bean
        DeadLettersConsoleEndpoint deadLettersConsoleEndpoint(
                ObjectProvider<PathMappedEndpoints> endpoints, Environment environment) {
            return new DeadLettersConsoleEndpoint(
                    endpoints::getObject,
                    environment.getProperty("spring.application.name", ""),
                    environment.getProperty(
                            "bookstore.events.dead-letter.endpoint.allow-writes", Boolean.class, false));
        }

        @Bean
        PathMapper deadLettersConsolePath() {
            return endpoint -> endpoint.equals(DeadLettersConsoleEndpoint.ID) ? DeadLettersConsoleEndpoint.PATH : null;
        }
    }

    /** Without Spring Security nothing asks who is there: the page is served where only operators get to, and says so. */
    @Configuration(proxyBeanMethods = false)
    @Conditional(ConsoleGuardConfiguration.NoSecurity.class)
    static class Unsecured {

        @Bean
        SmartInitializingSingleton deadLettersConsoleNotice(Environment environment) {
            boolean ownPort = ManagementPortType.get(environment) == ManagementPortType.DIFFERENT;
            return () -> {
                if (ownPort) {
                    log.warn("The console of dead letters is served on the management port only, and asks nobody for a"
                            + " password: Spring Security does not protect it");
                } else {
                    log.warn("The console of dead letters is not served: Spring Security does not protect it, and the"
                            + " management endpoints have no port of their own; set management.server.port, or add"
                            + " spring-boot-starter-security");
                }
            };
        }
    }
}
