package com.bookstore.events.inbox;

import com.bookstore.events.listening.HandlerGuard.Listener;
import java.lang.reflect.AnnotatedElement;
import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.SmartLifecycle;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.kafka.annotation.KafkaHandler;
import org.springframework.kafka.annotation.KafkaListenerAnnotationBeanPostProcessor.AnnotationEnhancer;
import org.springframework.util.ReflectionUtils;

/**
 * Finds annotated listeners that no guard stands before, as another container factory serves them: nothing would make them
 * handle an event once. It is shown all that are annotated, told of those that are guarded, and compares before any starts.
 */
final class GuardedListeners implements AnnotationEnhancer, SmartLifecycle {

    private final Set<AnnotatedElement> wanted = ConcurrentHashMap.newKeySet();
    private final Set<AnnotatedElement> guarded = ConcurrentHashMap.newKeySet();
    private volatile boolean running;

    @Override
    public Map<String, Object> apply(Map<String, Object> attributes, AnnotatedElement listener) {
        IdempotentConsumer annotation = AnnotatedElementUtils.findMergedAnnotation(listener, IdempotentConsumer.class);
        if (annotation == null && listener instanceof Method method) {
            annotation =
                    AnnotatedElementUtils.findMergedAnnotation(method.getDeclaringClass(), IdempotentConsumer.class);
        }
        boolean onHandler = listener instanceof Class<?> type
                && !MethodIntrospector.selectMethods(
                                type, (ReflectionUtils.MethodFilter) method -> isAnnotatedHandler(method))
                        .isEmpty();
        if (onHandler || (annotation != null && annotation.enabled())) {
            wanted.add(listener);
        }
        return attributes;
    }

    private static boolean isAnnotatedHandler(Method method) {
        return AnnotatedElementUtils.hasAnnotation(method, KafkaHandler.class)
                && AnnotatedElementUtils.hasAnnotation(method, IdempotentConsumer.class);
    }

    void add(Listener listener) {
        guarded.addAll(listener.methods());
        Class<?> type = listener.type();
        if (type != null) {
            guarded.add(type);
        }
    }

    @Override
    public void start() {
        running = true;
        wanted.stream().filter(listener -> !guarded.contains(listener)).forEach(listener -> {
            throw InboxSetupException.unguarded(describe(listener));
        });
    }

    private static String describe(AnnotatedElement listener) {
        return listener instanceof Method method
                ? "%s.%s()".formatted(method.getDeclaringClass().getName(), method.getName())
                : ((Class<?>) listener).getName();
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }
}
