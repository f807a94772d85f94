package com.bookstore.events.deadletter.console;

import org.springframework.boot.actuate.autoconfigure.web.server.ConditionalOnManagementPort;
import org.springframework.boot.actuate.autoconfigure.web.server.ManagementPortType;
import org.springframework.boot.autoconfigure.condition.AnyNestedCondition;
import org.springframework.boot.autoconfigure.condition.ConditionalOnBean;
import org.springframework.boot.autoconfigure.condition.NoneNestedConditions;

/** What must stand between the console and the world: a filter chain of Spring Security, or a port of its own. */
final class ConsoleGuardConfiguration {

    private static final String SERVLET = "org.springframework.security.web.SecurityFilterChain";
    private static final String REACTIVE = "org.springframework.security.web.server.SecurityWebFilterChain";

    private ConsoleGuardConfiguration() {}

    /** One of them is there. */
    static final class Present extends AnyNestedCondition {

        Present() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnManagementPort(ManagementPortType.DIFFERENT)
        static final class OwnPort {}

        @ConditionalOnBean(type = SERVLET)
        static final class ServletSecurity {}

        @ConditionalOnBean(type = REACTIVE)
        static final class ReactiveSecurity {}
    }

    /** No filter chain is there. */
    static final class NoSecurity extends NoneNestedConditions {

        NoSecurity() {
            super(ConfigurationPhase.REGISTER_BEAN);
        }

        @ConditionalOnBean(type = SERVLET)
        static final class ServletSecurity {}

        @ConditionalOnBean(type = REACTIVE)
        static final class ReactiveSecurity {}
    }
}
