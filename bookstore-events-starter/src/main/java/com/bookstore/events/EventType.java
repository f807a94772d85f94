package com.bookstore.events;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** Names a {@link DomainEvent} on the wire and says on which topic it is published. */
@Documented
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface EventType {

    /**
     * Returns the event's name, written to the header {@code __TypeId__}. It never changes, whatever the class is called.
     *
     * @return 1 to 100 characters
     */
    String name();

    /**
     * Returns the logical topic on which the event is published.
     *
     * @return the topic's logical name; see {@code bookstore.events.topics}
     */
    String topic();

    /**
     * Returns the version of the event's fields, written to {@code version}.
     *
     * @return the version, by default {@code 1.0}
     */
    String version() default "1.0";

    /**
     * Returns the body's {@code type} where it differs from the name.
     *
     * @return the body's {@code type}; empty for the name
     */
    String wireType() default "";

    /**
     * Returns further names under which the event is read, for example class names written by older services. They are
     * opaque strings: no class is ever loaded by them.
     *
     * @return the further names
     */
    String[] aliases() default {};
}
