package com.bookstore.events.deadletter.console;

import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.actuate.autoconfigure.web.ManagementContextConfiguration;
import org.springframework.boot.actuate.endpoint.web.PathMappedEndpoints;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBooleanProperty;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Sets the console's headers on whichever port the management endpoints are. */
@ManagementContextConfiguration(proxyBeanMethods = false)
@ConditionalOnBooleanProperty(DeadLetterConsoleProperties.PREFIX + ".enabled")
final class ConsoleHeadersConfiguration {

    private static ConsoleHeaders headers(ObjectProvider<PathMappedEndpoints> endpoints) {
        return new ConsoleHeaders(() -> endpoints.getObject().getPath(DeadLettersConsoleEndpoint.ID));
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
    static class OfServlets {

        @Bean
        ConsoleHeadersFilter deadLettersConsoleHeaders(ObjectProvider<PathMappedEndpoints> endpoints) {
            return new ConsoleHeadersFilter(headers(endpoints));
        }
    }

    @Configuration(proxyBeanMethods = false)
    @ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.REACTIVE)
    static class OfWebFlux {

        @Bean
        ConsoleHeadersWebFilter deadLettersConsoleHeaders(ObjectProvider<PathMappedEndpoints> endpoints) {
            return new ConsoleHeadersWebFilter(headers(endpoints));
        }
    }
}
