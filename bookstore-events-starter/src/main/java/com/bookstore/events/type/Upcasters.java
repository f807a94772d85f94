package com.bookstore.events.type;

import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import tools.jackson.databind.node.ObjectNode;

/** The application's upcasters, checked and put in their order. Immutable and thread-safe. */
public final class Upcasters {

    /** There are none. */
    public static final Upcasters NONE = new Upcasters(Map.of());

    private final Map<Class<?>, Map<String, Upcaster>> byClass;

    private Upcasters(Map<Class<?>, Map<String, Upcaster>> byClass) {
        this.byClass = byClass;
    }

    /**
     * Checks upcasters.
     *
     * @param types the registered types
     * @param upcasters upcasters of these, in any order
     * @return all of them
     * @throws InvalidUpcasterException if one is for a type that is not registered, if two start from one version, or if one
     *     does not lead to the version of the event's class
     */
    public static Upcasters of(EventTypeRegistry types, Collection<? extends Upcaster> upcasters) {
        Map<Class<?>, Map<String, Upcaster>> byClass = new HashMap<>();
        for (Upcaster upcaster : upcasters) {
            RegisteredEventType type = types.find(upcaster.type());
            if (type == null) {
                throw InvalidUpcasterException.unknownType(upcaster);
            }
            Upcaster other = byClass.computeIfAbsent(type.eventClass(), none -> new HashMap<>())
                    .putIfAbsent(upcaster.from(), upcaster);
            if (other != null) {
                throw InvalidUpcasterException.twoFromOneVersion(upcaster, other);
            }
        }
        byClass.forEach((eventClass, ofClass) ->
                ofClass.values().forEach(upcaster -> checkEnd(upcaster, ofClass, version(types, upcaster))));
        return new Upcasters(byClass);
    }

    private static String version(EventTypeRegistry types, Upcaster upcaster) {
        return Objects.requireNonNull(types.find(upcaster.type())).version();
    }

    private static void checkEnd(Upcaster first, Map<String, Upcaster> ofClass, String end) {
        Set<String> seen = new HashSet<>();
        String version = first.from();
        Upcaster next = first;
        while (next != null) {
            if (!seen.add(version) || version.equals(end)) {
                throw InvalidUpcasterException.deadEnd(first, version, end);
            }
            version = next.to();
            next = ofClass.get(version);
        }
        if (!version.equals(end)) {
            throw InvalidUpcasterException.deadEnd(first, version, end);
        }
    }

    /**
     * Tells whether fields must be brought up before they are read.
     *
     * @param type the event's type
     * @param version the version of the fields
     * @return whether there is an upcaster from it
     */
    public boolean startFrom(RegisteredEventType type, String version) {
        Map<String, Upcaster> ofClass = byClass.get(type.eventClass());
        return ofClass != null && ofClass.containsKey(version);
    }

    /**
     * Brings fields up to the version of the event's class.
     *
     * @param type the event's type
     * @param version the version of the fields
     * @param fields the event's JSON object; it may be changed
     * @return the object with the fields of the class
     */
    public ObjectNode upcast(RegisteredEventType type, String version, ObjectNode fields) {
        Map<String, Upcaster> ofClass = byClass.getOrDefault(type.eventClass(), Map.of());
        ObjectNode current = fields;
        for (Upcaster next = ofClass.get(version); next != null; next = ofClass.get(next.to())) {
            current = Objects.requireNonNull(next.upcast(current), "an upcaster returned null");
        }
        return current;
    }
}
