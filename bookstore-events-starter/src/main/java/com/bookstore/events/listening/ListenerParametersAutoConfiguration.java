package com.bookstore.events.listening;

import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigureOrder;
import org.springframework.context.annotation.Bean;
import org.springframework.core.Ordered;

/** Adds our listener parameters, last of all so that what the application configures is there to be added to. */
@AutoConfiguration(after = ListeningAutoConfiguration.class)
@AutoConfigureOrder(Ordered.LOWEST_PRECEDENCE)
public final class ListenerParametersAutoConfiguration {

    ListenerParametersAutoConfiguration() {}

    @Bean
    EventListenerConfigurer eventListenerConfigurer() {
        return new EventListenerConfigurer();
    }
}
