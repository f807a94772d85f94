package com.bookstore.events.crash;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import org.apache.kafka.clients.consumer.Consumer;

/** A consumer that crashes before it commits offsets. */
public final class CrashConsumer {

    private CrashConsumer() {}

    @SuppressWarnings("unchecked")
    public static Consumer<Object, Object> around(Consumer<Object, Object> consumer, Halts halts) {
        return (Consumer<Object, Object>) Proxy.newProxyInstance(
                CrashConsumer.class.getClassLoader(), new Class<?>[] {Consumer.class}, (proxy, method, arguments) -> {
                    if (method.getName().startsWith("commit")) {
                        halts.hit(CrashPoint.BEFORE_OFFSET_COMMIT);
                    }
                    return call(consumer, method, arguments);
                });
    }

    private static Object call(Consumer<Object, Object> consumer, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(consumer, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause();
        }
    }
}
