package com.bookstore.events.test.published;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.test.context.aot.DisabledInAotMode;

/**
 * Lets a Spring Boot test publish without a broker: the service's real publisher writes into a record of what it published,
 * {@link PublishedEvents}, which is a bean and a parameter of test methods. Nothing connects to Kafka: listeners are not
 * started, topics are not created, and each producer of Spring's own factory is one that records.
 *
 * <p>Inherited by subclasses and nested test classes, and usable on annotations of one's own. Not together with {@code
 * @EmbeddedEventBroker}.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PublishedEventsParameterResolver.class)
@DisabledInAotMode
public @interface FakeEventBroker {}
