package com.bookstore.events.inbox;

import com.bookstore.events.listening.HandlerGuard;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * On a {@code KafkaListener} method, or on its class: what the method writes to the service's database happens once for each
 * event, however often and to however many instances the event is delivered.
 *
 * <p>The method runs in a transaction of the application's transaction manager, whose first statement notes the event's id.
 * Both are committed or neither is. An event whose id is noted already is skipped, acknowledged and counted. What the method
 * does elsewhere than in this transaction (mails, calls, transactions of its own) may still happen more than once.
 */
@Documented
@HandlerGuard.Required
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE, ElementType.ANNOTATION_TYPE})
public @interface IdempotentConsumer {

    /**
     * Under which name handled events are noted; listeners of one name skip what any of them has handled.
     *
     * @return 1 to 255 characters, placeholders included; empty for the listener's consumer group
     */
    String name() default "";

    /**
     * Whether it is on; {@code false} exempts a listener where all others are on by a property.
     *
     * @return whether events are handled once
     */
    boolean enabled() default true;
}
