package com.bookstore.events.type;

import com.bookstore.events.DomainEvent;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.AutoConfiguration;
import org.springframework.boot.autoconfigure.AutoConfigurationPackages;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.core.io.ResourceLoader;

/** Registers the event types of the application and of the library. */
@AutoConfiguration
@EnableConfigurationProperties(TypeProperties.class)
public final class TypeAutoConfiguration {

    private static final String SHIPPED = "com.bookstore.events.domain";

    TypeAutoConfiguration() {}

    @Bean
    @ConditionalOnMissingBean
    EventTypeRegistry eventTypeRegistry(
            TypeProperties properties, BeanFactory beanFactory, ResourceLoader resourceLoader) {
        Set<String> packages = new LinkedHashSet<>(properties.packages());
        if (AutoConfigurationPackages.has(beanFactory)) {
            packages.addAll(AutoConfigurationPackages.get(beanFactory));
        }
        EventTypeScanner scanner = new EventTypeScanner(resourceLoader.getClassLoader());
        Collection<Class<? extends DomainEvent>> shipped = scanner.scan(List.of(SHIPPED));
        Collection<Class<? extends DomainEvent>> application = scanner.scan(packages).stream()
                .filter(eventClass -> !shipped.contains(eventClass))
                .toList();
        return EventTypeRegistry.of(application, shipped, properties.aliases());
    }

    @Bean
    Upcasters eventUpcasters(EventTypeRegistry types, ObjectProvider<Upcaster> upcasters) {
        return Upcasters.of(types, upcasters.stream().toList());
    }
}
