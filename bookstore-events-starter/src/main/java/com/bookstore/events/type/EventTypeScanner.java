package com.bookstore.events.type;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.AnnotatedBeanDefinition;
import org.springframework.context.annotation.ClassPathScanningCandidateComponentProvider;
import org.springframework.core.type.filter.AnnotationTypeFilter;
import org.springframework.util.ClassUtils;

/** Finds the classes annotated with {@link EventType} in packages and below. */
final class EventTypeScanner {

    private final @Nullable ClassLoader classLoader;

    EventTypeScanner(@Nullable ClassLoader classLoader) {
        this.classLoader = classLoader;
    }

    Collection<Class<? extends DomainEvent>> scan(Collection<String> packages) {
        var provider = new ClassPathScanningCandidateComponentProvider(false) {
            @Override
            protected boolean isCandidateComponent(AnnotatedBeanDefinition beanDefinition) {
                return true;
            }
        };
        provider.addIncludeFilter(new AnnotationTypeFilter(EventType.class));
        Map<String, Class<? extends DomainEvent>> classes = new LinkedHashMap<>();
        for (String packageName : packages) {
            provider.findCandidateComponents(packageName).forEach(candidate -> {
                String className = candidate.getBeanClassName();
                if (className != null) {
                    classes.computeIfAbsent(className, this::load);
                }
            });
        }
        return classes.values();
    }

    private Class<? extends DomainEvent> load(String className) {
        Class<?> eventClass = ClassUtils.resolveClassName(className, classLoader);
        if (!DomainEvent.class.isAssignableFrom(eventClass)) {
            throw InvalidEventTypeException.notAnEvent(eventClass);
        }
        return eventClass.asSubclass(DomainEvent.class);
    }
}
