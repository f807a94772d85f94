package com.bookstore.events.listening;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.domain.BookEvent;
import com.bookstore.events.integration.Starter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.FilteredClassLoader;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.config.ConcurrentKafkaListenerContainerFactory;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;
import org.springframework.kafka.listener.CommonErrorHandler;
import org.springframework.kafka.listener.CommonLoggingErrorHandler;
import org.springframework.kafka.listener.ConcurrentMessageListenerContainer;
import org.springframework.kafka.listener.ContainerProperties.AckMode;

@ExtendWith(OutputCaptureExtension.class)
class ListeningAutoConfigurationTests {

    private static final String OURS = "eventListenerContainerFactory";
    private static final String DEFAULT = "kafkaListenerContainerFactory";
    private static final String WARNING = "The application's own 'kafkaListenerContainerFactory' serves plain";

    private final ApplicationContextRunner runner = Starter.runner();

    @Test
    void plainListenersGetTheEventContainerFactory(CapturedOutput output) {
        runner.run(context -> {
            assertThat(context.getBean(DEFAULT))
                    .isSameAs(context.getBean(OURS))
                    .isInstanceOf(EventListenerContainerFactory.class);
            assertThat(output).doesNotContain(WARNING);
        });
    }

    @Test
    void bootsFactoryIsGivenBackWhereItIsAskedFor(CapturedOutput output) {
        runner.withPropertyValues("bookstore.events.listening.default-container-factory=false")
                .run(context -> {
                    assertThat(context.getBean(OURS)).isInstanceOf(EventListenerContainerFactory.class);
                    assertThat(context.getBean(DEFAULT))
                            .isExactlyInstanceOf(ConcurrentKafkaListenerContainerFactory.class);
                    assertThat(output).doesNotContain(WARNING);
                });
    }

    @Test
    void theServicesOwnDefaultFactoryWinsWithOneWarning(CapturedOutput output) {
        ConcurrentKafkaListenerContainerFactory<Object, Object> own = new ConcurrentKafkaListenerContainerFactory<>();

        runner.withBean(DEFAULT, ConcurrentKafkaListenerContainerFactory.class, () -> own)
                .run(context -> {
                    assertThat(context.getBean(DEFAULT)).isSameAs(own);
                    assertThat(context.getBean(OURS)).isInstanceOf(EventListenerContainerFactory.class);
                    assertThat(output).containsOnlyOnce(WARNING);
                });
    }

    @Test
    void theServicesOwnDefaultFactoryIsNoSurpriseWhereItGaveOursUp(CapturedOutput output) {
        runner.withBean(
                        DEFAULT,
                        ConcurrentKafkaListenerContainerFactory.class,
                        ConcurrentKafkaListenerContainerFactory::new)
                .withPropertyValues("bookstore.events.listening.default-container-factory=false")
                .run(context -> assertThat(output).doesNotContain(WARNING));
    }

    @Test
    void aFactoryOfTheServicesUnderOurNameServesPlainListenersToo() {
        ConcurrentKafkaListenerContainerFactory<Object, Object> own = new ConcurrentKafkaListenerContainerFactory<>();
        ApplicationContextRunner replaced =
                runner.withBean(OURS, ConcurrentKafkaListenerContainerFactory.class, () -> own);

        replaced.run(context -> assertThat(context.getBean(DEFAULT))
                .isSameAs(context.getBean(OURS))
                .isSameAs(own));
        replaced.withPropertyValues("bookstore.events.listening.default-container-factory=false")
                .run(context -> assertThat(context.getBean(DEFAULT)).isNotSameAs(own));
    }

    @Test
    void bothFactoriesCanBeTheServices() {
        runner.withBean(
                        OURS,
                        ConcurrentKafkaListenerContainerFactory.class,
                        ConcurrentKafkaListenerContainerFactory::new)
                .withBean(
                        DEFAULT,
                        ConcurrentKafkaListenerContainerFactory.class,
                        ConcurrentKafkaListenerContainerFactory::new)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void backsOffWhenTheServiceBringsItsOwnConsumerFactory() {
        DefaultKafkaConsumerFactory<Object, Object> own = new DefaultKafkaConsumerFactory<>(Map.of());

        runner.withBean("eventConsumerFactory", DefaultKafkaConsumerFactory.class, () -> own)
                .run(context -> {
                    assertThat(context.getBean("eventConsumerFactory")).isSameAs(own);
                    assertThat(context.getBean(OURS, EventListenerContainerFactory.class)
                                    .getConsumerFactory())
                            .isSameAs(own);
                });
    }

    @Test
    void bootsConsumerFactoryStaysTheOneThatIsInjectedByType() {
        runner.run(context ->
                assertThat(context.getBean(ConsumerFactory.class)).isSameAs(context.getBean("kafkaConsumerFactory")));
    }

    @Test
    void failuresGoToTheEventErrorHandlerAlsoBesideAnotherOfTheServices() {
        runner.withBean("own", CommonErrorHandler.class, CommonLoggingErrorHandler::new)
                .run(context -> assertThat(container(context.getBean(OURS, EventListenerContainerFactory.class))
                                .getCommonErrorHandler())
                        .isSameAs(context.getBean("eventErrorHandler")));
    }

    @Test
    void theServicesOwnEventErrorHandlerIsUsed() {
        CommonErrorHandler own = new CommonLoggingErrorHandler();

        runner.withBean("eventErrorHandler", CommonErrorHandler.class, () -> own)
                .run(context -> assertThat(container(context.getBean(OURS, EventListenerContainerFactory.class))
                                .getCommonErrorHandler())
                        .isSameAs(own));
    }

    @Test
    void threeThreadsHandleEventsUnlessSpringKafkaSaysOtherwise() {
        runner.run(context -> assertThat(container(context.getBean(OURS, EventListenerContainerFactory.class))
                        .getConcurrency())
                .isEqualTo(3));
        runner.withPropertyValues("spring.kafka.listener.concurrency=1")
                .run(context -> assertThat(container(context.getBean(OURS, EventListenerContainerFactory.class))
                                .getConcurrency())
                        .isEqualTo(1));
    }

    @Test
    void theAcknowledgementModeOfSpringKafkaWins() {
        runner.withPropertyValues("spring.kafka.listener.ack-mode=record")
                .run(context -> assertThat(container(context.getBean(OURS, EventListenerContainerFactory.class))
                                .getContainerProperties()
                                .getAckMode())
                        .isEqualTo(AckMode.RECORD));
    }

    @Test
    void aListenerWithoutAFactoryOfItsOwnIsOurs() {
        runner.withBean(PlainListener.class).run(context -> {
            var container = context.getBean(KafkaListenerEndpointRegistry.class).getListenerContainer("plain");
            assertThat(container.getContainerProperties().getMessageListener())
                    .isInstanceOf(EventMessageListener.class);
        });
    }

    @Test
    void listensWithoutMicrometer() {
        runner.withClassLoader(new FilteredClassLoader(MeterRegistry.class))
                .withBean(PlainListener.class)
                .run(context -> assertThat(context).hasNotFailed());
    }

    @Test
    void anUnknownChoiceForUnknownTypesStopsTheStart() {
        runner.withPropertyValues("bookstore.events.listening.unknown-types=drop")
                .run(context -> assertThat(
                                Starter.analysis(context.getStartupFailure()).getDescription())
                        .contains("bookstore.events.listening.unknown-types"));
    }

    private static ConcurrentMessageListenerContainer<Object, Object> container(EventListenerContainerFactory factory) {
        return factory.createContainer("any");
    }

    static class PlainListener {
        @KafkaListener(id = "plain", topics = "any")
        void on(BookEvent event) {}
    }
}
