package com.bookstore.events.inbox;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.domain.BookEvent;
import com.bookstore.events.integration.Starter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.jdbc.autoconfigure.DataSourceAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.DataSourceTransactionManagerAutoConfiguration;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.kafka.annotation.EnableKafka;
import org.springframework.kafka.annotation.KafkaHandler;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import reactor.core.publisher.Mono;

/** Which listeners are guarded, which are left alone, and which cannot be guarded and stop the start. */
class GuardedListenersTests {

    private static final String ALL = "bookstore.events.inbox.all-listeners=true";

    private final ApplicationContextRunner runner = Starter.runner()
            .withConfiguration(AutoConfigurations.of(
                    DataSourceAutoConfiguration.class, DataSourceTransactionManagerAutoConfiguration.class))
            .withPropertyValues("spring.datasource.generate-unique-name=true");

    @ParameterizedTest
    @ValueSource(classes = {OnMethod.class, OnClass.class, OnClassWithHandlers.class, OnComposed.class})
    void areThoseThatAreAnnotatedHoweverItIsDone(Class<?> listener) {
        runner.withUserConfiguration(listener).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(isGuarding(context.getBeanFactory())).isTrue();
        });
    }

    @ParameterizedTest
    @ValueSource(classes = {Raw.class, Exempt.class})
    void areNotThoseWithoutEventsOrExempt(Class<?> listener) {
        runner.withUserConfiguration(listener).withPropertyValues(ALL).run(context -> {
            assertThat(context).hasNotFailed();
            assertThat(isGuarding(context.getBeanFactory())).isFalse();
        });
    }

    @ParameterizedTest
    @CsvSource({
        "Future, returns before it has handled its event, Let it return when the event is handled",
        "Reactive, returns before it has handled its event, enabled = false",
        "OfReactor, returns before it has handled its event, enabled = false",
        "AnnotatedRaw, takes values as they arrived, remove the annotation",
        "OnOneHandler, one of several handlers of its class, on the class",
        "LongName, longer than 255 characters, @IdempotentConsumer(name",
        "OtherFactory, its container factory is not the one, containerFactory = \"eventListenerContainerFactory\"",
        "OtherFactoryOfAClass, its container factory is not the one, eventListenerContainerFactory",
        "OtherFactoryOfAHandler, its container factory is not the one, eventListenerContainerFactory"
    })
    void stopTheStartWhereTheyCannotBeGuarded(String listener, String description, String action) throws Exception {
        runner.withUserConfiguration(Class.forName(getClass().getName() + "$" + listener))
                .run(context -> {
                    assertThat(context).hasFailed();
                    FailureAnalysis analysis = Starter.analysis(context.getStartupFailure());
                    assertThat(analysis.getDescription()).contains(description).contains("$" + listener);
                    assertThat(analysis.getAction()).contains(action);
                });
    }

    @Test
    void stopTheStartByAPropertyTooWhereTheyAreAsynchronous() {
        runner.withUserConfiguration(PlainFuture.class).withPropertyValues(ALL).run(context -> assertThat(
                        Starter.analysis(context.getStartupFailure()).getDescription())
                .contains("returns before it has handled its event"));
    }

    @Test
    void areFoundWhereTheApplicationEnablesKafkaItself() {
        runner.withUserConfiguration(Enabled.class, OnMethod.class)
                .run(context -> assertThat(context).hasNotFailed());
        runner.withUserConfiguration(Enabled.class, OtherFactory.class)
                .run(context -> assertThat(context).hasFailed());
    }

    private static boolean isGuarding(org.springframework.beans.factory.config.ConfigurableListableBeanFactory beans) {
        return beans.containsSingleton("inboxTransactions");
    }

    @Configuration(proxyBeanMethods = false)
    static class OnMethod {
        @IdempotentConsumer(name = "${spring.application.name}-books")
        @KafkaListener(topics = "book-events")
        void on(BookEvent event) {}
    }

    @IdempotentConsumer
    @Configuration(proxyBeanMethods = false)
    static class OnClass {
        @KafkaListener(topics = "book-events")
        void on(List<BookEvent> event) {}
    }

    @IdempotentConsumer
    @KafkaListener(topics = "book-events")
    @Configuration(proxyBeanMethods = false)
    static class OnClassWithHandlers {
        @KafkaHandler
        void on(BookCreatedEvent event) {}

        @KafkaHandler
        void on(BookDeletedEvent event) {}
    }

    @IdempotentConsumer
    @java.lang.annotation.Retention(java.lang.annotation.RetentionPolicy.RUNTIME)
    @interface Once {}

    @Configuration(proxyBeanMethods = false)
    static class OnComposed {
        @Once
        @KafkaListener(topics = "book-events")
        void on(BookEvent event) {}
    }

    @Configuration(proxyBeanMethods = false)
    static class Raw {
        @KafkaListener(topics = "dead-letter-queue")
        void on(String value) {}
    }

    @IdempotentConsumer
    @Configuration(proxyBeanMethods = false)
    static class Exempt {
        @IdempotentConsumer(enabled = false)
        @KafkaListener(topics = "book-events")
        void on(BookEvent event) {}
    }

    @Configuration(proxyBeanMethods = false)
    static class Future {
        @IdempotentConsumer
        @KafkaListener(topics = "book-events")
        CompletableFuture<Void> on(BookEvent event) {
            return CompletableFuture.completedFuture(null);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class PlainFuture {
        @KafkaListener(topics = "book-events")
        CompletableFuture<Void> on(BookEvent event) {
            return CompletableFuture.completedFuture(null);
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class Reactive {
        @IdempotentConsumer
        @KafkaListener(topics = "book-events")
        Flow.Publisher<Void> on(BookEvent event) {
            return subscriber -> {};
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class OfReactor {
        @IdempotentConsumer
        @KafkaListener(topics = "book-events")
        Mono<Void> on(BookEvent event) {
            return Mono.empty();
        }
    }

    @Configuration(proxyBeanMethods = false)
    static class AnnotatedRaw {
        @IdempotentConsumer
        @KafkaListener(topics = "dead-letter-queue")
        void on(byte[] value) {}
    }

    @KafkaListener(topics = "book-events")
    @Configuration(proxyBeanMethods = false)
    static class OnOneHandler {
        @KafkaHandler
        @IdempotentConsumer
        void on(BookCreatedEvent event) {}

        @KafkaHandler
        void on(BookDeletedEvent event) {}
    }

    @Configuration(proxyBeanMethods = false)
    static class LongName {
        static final String TEN = "0123456789";
        static final String HUNDRED = TEN + TEN + TEN + TEN + TEN + TEN + TEN + TEN + TEN + TEN;

        @IdempotentConsumer(name = HUNDRED + HUNDRED + TEN + TEN + TEN + TEN + TEN + "012345")
        @KafkaListener(topics = "book-events")
        void on(BookEvent event) {}
    }

    @Configuration(proxyBeanMethods = false)
    static class OtherFactory {
        @IdempotentConsumer
        @KafkaListener(topics = "book-events", containerFactory = "other")
        void on(String value) {}

        @Bean
        static ConcurrentKafkaListenerContainerFactory<?, ?> other() {
            return otherFactory();
        }
    }

    @IdempotentConsumer
    @KafkaListener(topics = "book-events", containerFactory = "other")
    @Configuration(proxyBeanMethods = false)
    static class OtherFactoryOfAClass {
        @KafkaHandler
        void on(String value) {}

        @Bean
        static ConcurrentKafkaListenerContainerFactory<?, ?> other() {
            return otherFactory();
        }
    }

    @KafkaListener(topics = "book-events", containerFactory = "other")
    @Configuration(proxyBeanMethods = false)
    static class OtherFactoryOfAHandler {
        @KafkaHandler
        @IdempotentConsumer
        void on(String value) {}

        @Bean
        static ConcurrentKafkaListenerContainerFactory<?, ?> other() {
            return otherFactory();
        }
    }

    @EnableKafka
    @Configuration(proxyBeanMethods = false)
    static class Enabled {}

    private static ConcurrentKafkaListenerContainerFactory<?, ?> otherFactory() {
        ConcurrentKafkaListenerContainerFactory<String, String> factory =
                new ConcurrentKafkaListenerContainerFactory<>();
        factory.setConsumerFactory(new DefaultKafkaConsumerFactory<>(java.util.Map.of()));
        factory.setAutoStartup(false);
        return factory;
    }
}
