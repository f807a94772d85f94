package com.bookstore.events.inbox;

import com.bookstore.events.listening.HandlerGuard;
import com.bookstore.events.observability.EventRecorder;
import java.lang.reflect.Method;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.Future;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.kafka.annotation.KafkaHandler;

/** Puts the inbox in front of the listeners that are to handle each event once. */
final class InboxGuard implements HandlerGuard {

    static final int MAX_NAME_LENGTH = 255;

    private static final String REACTIVE = "org.reactivestreams.Publisher";
    private static final String COROUTINE = "kotlin.coroutines.Continuation";

    private final boolean allListeners;
    private final Supplier<InboxTransactions> transactions;
    private final EventRecorder recorder;
    private final UnaryOperator<String> placeholders;
    private final GuardedListeners guarded;

    /** The transactions are asked for only when there is a listener that needs them. */
    InboxGuard(
            boolean allListeners,
            Supplier<InboxTransactions> transactions,
            EventRecorder recorder,
            UnaryOperator<String> placeholders,
            GuardedListeners guarded) {
        this.allListeners = allListeners;
        this.transactions = transactions;
        this.recorder = recorder;
        this.placeholders = placeholders;
        this.guarded = guarded;
    }

    @Override
    public Handler guard(Listener listener, Handler handler) {
        IdempotentConsumer annotation = annotation(listener);
        boolean wanted = annotation == null ? allListeners && !listener.raw() : annotation.enabled();
        if (!wanted) {
            return handler;
        }
        if (listener.raw()) {
            throw InboxSetupException.raw(describe(listener));
        }
        listener.methods().stream().filter(InboxGuard::isAsynchronous).forEach(method -> {
            throw InboxSetupException.asynchronous(describe(method));
        });
        guarded.add(listener);
        return new IdempotentHandler(name(annotation, listener), transactions.get(), handler, recorder);
    }

    private static @Nullable IdempotentConsumer annotation(Listener listener) {
        List<Method> methods = listener.methods();
        if (methods.stream().anyMatch(method -> AnnotatedElementUtils.hasAnnotation(method, KafkaHandler.class))) {
            methods.stream()
                    .filter(method -> AnnotatedElementUtils.hasAnnotation(method, IdempotentConsumer.class))
                    .forEach(method -> {
                        throw InboxSetupException.onHandlerMethod(describe(method));
                    });
        } else if (methods.size() == 1) {
            IdempotentConsumer own =
                    AnnotatedElementUtils.findMergedAnnotation(methods.get(0), IdempotentConsumer.class);
            if (own != null) {
                return own;
            }
        }
        Class<?> type = listener.type();
        return type == null ? null : AnnotatedElementUtils.findMergedAnnotation(type, IdempotentConsumer.class);
    }

    private String name(@Nullable IdempotentConsumer annotation, Listener listener) {
        String name = annotation == null || annotation.name().isEmpty()
                ? listener.group()
                : placeholders.apply(annotation.name());
        if (name == null || name.isBlank() || name.length() > MAX_NAME_LENGTH) {
            throw InboxSetupException.badName(describe(listener), MAX_NAME_LENGTH);
        }
        return name;
    }

    private static boolean isAsynchronous(Method method) {
        Class<?> returned = method.getReturnType();
        Class<?>[] parameters = method.getParameterTypes();
        return Future.class.isAssignableFrom(returned)
                || CompletionStage.class.isAssignableFrom(returned)
                || Flow.Publisher.class.isAssignableFrom(returned)
                || isReactive(returned)
                || (parameters.length > 0
                        && parameters[parameters.length - 1].getName().equals(COROUTINE));
    }

    /** By name, as reactive streams need not be there. */
    private static boolean isReactive(@Nullable Class<?> type) {
        return type != null
                && (type.getName().equals(REACTIVE)
                        || isReactive(type.getSuperclass())
                        || Stream.of(type.getInterfaces()).anyMatch(InboxGuard::isReactive));
    }

    private static String describe(Listener listener) {
        Class<?> type = listener.type();
        if (listener.methods().size() == 1) {
            return describe(listener.methods().get(0));
        }
        return type == null ? "A listener" : type.getName();
    }

    private static String describe(Method method) {
        return "%s.%s()".formatted(method.getDeclaringClass().getName(), method.getName());
    }
}
