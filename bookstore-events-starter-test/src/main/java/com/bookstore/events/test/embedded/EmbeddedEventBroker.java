package com.bookstore.events.test.embedded;

import com.bookstore.events.test.published.PublishedEventsParameterResolver;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.test.context.aot.DisabledInAotMode;

/**
 * Gives a Spring Boot test a Kafka broker: one in this JVM, started with the first context that needs it and shared by all
 * test classes and contexts.
 *
 * <pre>{@code
 * @SpringBootTest
 * @EmbeddedEventBroker
 * class BookTests {
 *     @Test
 *     void tells(@Autowired Catalogue books, PublishedEvents published) {
 *         books.create("Kafka in Action");
 *         assertThat(published).contains(BookCreatedEvent.class).withKey("1");
 *     }
 * }
 * }</pre>
 *
 * <ul>
 *   <li>The service connects to this broker, whatever {@code spring.kafka.bootstrap-servers}, security protocol and SSL bundle
 *       its configuration names.
 *   <li>The topics of its events, of its {@code NewTopic} beans and of its listeners exist, with one replica each, before its
 *       listeners start; before the first test method runs, all of them have their partitions.
 *   <li>Listeners do not get what was published before their context was started or taken from the cache again.
 *   <li>Before each test method its listeners are given up to five seconds to handle what the last one left.
 *   <li>{@link com.bookstore.events.test.published.PublishedEvents} is a bean and a parameter of test methods.
 * </ul>
 *
 * <p>Inherited by subclasses and nested test classes, and usable on annotations of one's own. All uses share their contexts.
 */
@Documented
@Inherited
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PublishedEventsParameterResolver.class)
@DisabledInAotMode
public @interface EmbeddedEventBroker {

    /**
     * Returns how long is waited at most for listeners to have their partitions, and for each positive assertion on {@link
     * com.bookstore.events.test.published.PublishedEvents}.
     *
     * @return the time-out, for example {@code 30s} or {@code 500ms}
     */
    String timeout() default "10s";
}
