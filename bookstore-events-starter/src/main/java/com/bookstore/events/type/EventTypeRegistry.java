package com.bookstore.events.type;

import com.bookstore.events.DomainEvent;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The closed set of event types a service knows, built at start-up. Names from the wire are keys into it and nothing else.
 *
 * <p>Immutable and thread-safe.
 */
public final class EventTypeRegistry {

    private final Map<String, RegisteredEventType> byName = new HashMap<>();
    private final Map<Class<?>, RegisteredEventType> byClass = new LinkedHashMap<>();

    private EventTypeRegistry() {}

    /**
     * Registers the given classes.
     *
     * @param eventClasses event classes annotated with {@link com.bookstore.events.EventType}
     * @return the registry
     * @throws InvalidEventTypeException if a class breaks a rule or two use one name
     */
    @SafeVarargs
    @SuppressWarnings("varargs")
    public static EventTypeRegistry of(Class<? extends DomainEvent>... eventClasses) {
        return of(List.of(eventClasses), List.of(), Map.of());
    }

    /**
     * Registers the application's classes and those that come with the library; of two with one name the application's is
     * taken, and keeps the other's further names.
     */
    static EventTypeRegistry of(
            Collection<Class<? extends DomainEvent>> application,
            Collection<Class<? extends DomainEvent>> shipped,
            Map<String, String> aliases) {
        Map<String, RegisteredEventType> types = new LinkedHashMap<>();
        for (Class<? extends DomainEvent> eventClass : application) {
            RegisteredEventType type = RegisteredEventType.of(eventClass);
            RegisteredEventType other = types.putIfAbsent(type.name(), type);
            if (other != null) {
                throw InvalidEventTypeException.duplicateName(type.name(), other.eventClass(), eventClass);
            }
        }
        for (Class<? extends DomainEvent> eventClass : shipped) {
            RegisteredEventType type = RegisteredEventType.of(eventClass);
            types.merge(type.name(), type, RegisteredEventType::inPlaceOf);
        }
        EventTypeRegistry registry = new EventTypeRegistry();
        types.values().forEach(registry::register);
        aliases.forEach(registry::registerAlias);
        return registry;
    }

    private void register(RegisteredEventType type) {
        byClass.put(type.eventClass(), type);
        registerName(type.name(), type);
        registerName(type.wireType(), type);
        type.aliases().forEach(alias -> registerName(alias, type));
    }

    private void registerAlias(String alias, String name) {
        RegisteredEventType type = byName.get(name);
        if (type == null) {
            throw InvalidEventTypeException.aliasOfNothing(alias, name);
        }
        registerName(alias, type);
    }

    private void registerName(String name, RegisteredEventType type) {
        RegisteredEventType other = byName.putIfAbsent(name, type);
        if (other != null && !other.equals(type)) {
            throw InvalidEventTypeException.duplicateName(name, other.eventClass(), type.eventClass());
        }
    }

    /**
     * Finds a type by one of its names.
     *
     * @param name a name, a body's {@code type} or an alias
     * @return the type, or {@code null} if this service does not know it
     */
    public @Nullable RegisteredEventType find(String name) {
        return byName.get(name);
    }

    /**
     * Returns the type of an event class.
     *
     * @param eventClass the class
     * @return the type
     * @throws UnknownEventTypeException if the class is not registered
     */
    public RegisteredEventType get(Class<? extends DomainEvent> eventClass) {
        RegisteredEventType type = byClass.get(eventClass);
        if (type == null) {
            throw new UnknownEventTypeException(eventClass);
        }
        return type;
    }

    /**
     * Returns all types.
     *
     * @return an unmodifiable collection
     */
    public Collection<RegisteredEventType> types() {
        return Collections.unmodifiableCollection(byClass.values());
    }
}
