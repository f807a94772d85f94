package com.bookstore.events.listening;

import com.bookstore.events.EventsException;
import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.kafka.support.Acknowledgment;

/**
 * Stands between a container and a listener's methods: what has to happen around each call. Guards are beans; each is asked
 * once for each listener, when its container is made, and must be thread-safe.
 *
 * <p>What a guard throws is treated as if the method had thrown it. A guard that takes back what the method did for a batch
 * must not let a {@code BatchListenerFailedException} through: it would have what came before the named record committed.
 */
@FunctionalInterface
public interface HandlerGuard {

    /**
     * Puts itself in front of a listener's methods.
     *
     * @param listener the listener
     * @param handler calls the methods
     * @return what the container is to call instead, or the handler itself to leave the listener alone
     */
    Handler guard(Listener listener, Handler handler);

    /** Handles what was polled; called on the consumer's thread. */
    @FunctionalInterface
    interface Handler {

        /**
         * Handles records, all or none.
         *
         * @param records those the listener is to see, in the form it asked for, in the order of each partition; a single
         *     one unless the listener takes batches
         * @param acknowledgment acknowledges them, or {@code null} if the listener does not acknowledge
         * @param consumer the consumer, or {@code null} if the container does not tell
         */
        void handle(
                List<ConsumerRecord<Object, Object>> records,
                @Nullable Acknowledgment acknowledgment,
                @Nullable Consumer<?, ?> consumer);
    }

    /**
     * A listener.
     *
     * @param type the class it is declared in, or {@code null} if it is no annotated method
     * @param methods its methods: one, or all that are annotated as handlers of a class
     * @param group its consumer group, or {@code null} if it has none
     * @param raw whether it takes values as they arrived instead of events
     */
    record Listener(@Nullable Class<?> type, List<Method> methods, @Nullable String group, boolean raw) {

        /** Keeps a copy of the methods. */
        public Listener {
            methods = List.copyOf(methods);
        }
    }

    /**
     * Sees what becomes of what a listener is given, outside of all guards: what comes back here without an exception is
     * handled for good. Watches are beans; each is asked once for each listener, when its container is made, and must be
     * thread-safe. A watch calls the handler once, on the same thread, with what it was called with, and throws what the
     * handler throws.
     */
    @FunctionalInterface
    interface Watch {

        /**
         * Puts itself around a listener.
         *
         * @param listenerId the id of the listener's container
         * @param handler calls the guards and the listener
         * @return what the container is to call instead
         */
        Handler watch(String listenerId, Handler handler);
    }

    /** On an annotation of listeners: without a guard such a listener stops the start. */
    @Documented
    @Retention(RetentionPolicy.RUNTIME)
    @Target(ElementType.ANNOTATION_TYPE)
    @interface Required {}

    /** A listener asks for a guard, but there is none; the start of the application stops. */
    final class MissingException extends EventsException {

        private static final long serialVersionUID = 1L;

        private MissingException(String listener) {
            super(listener + " is annotated to be called by a guard, but there is no guard", null);
        }

        /**
         * Checks a listener that no guard stands before.
         *
         * @throws MissingException if it asks for one
         */
        static void check(Listener listener) {
            Stream.concat(listener.methods().stream(), Stream.ofNullable(listener.type()))
                    .filter(element -> AnnotatedElementUtils.hasMetaAnnotationTypes(element, Required.class))
                    .forEach(element -> {
                        throw new MissingException(name(element));
                    });
        }

        private static String name(AnnotatedElement element) {
            return element instanceof Method method
                    ? "%s.%s()".formatted(method.getDeclaringClass().getName(), method.getName())
                    : ((Class<?>) element).getName();
        }
    }
}
