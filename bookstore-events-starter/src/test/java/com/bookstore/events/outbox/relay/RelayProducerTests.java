package com.bookstore.events.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyMap;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.core.ProducerPostProcessor;

@SuppressWarnings("unchecked")
class RelayProducerTests {

    private final List<MockProducer<Object, Object>> created = new ArrayList<>();
    private ProducerPostProcessor<Object, Object> postProcessor;
    private RelayProducer producer;

    @BeforeEach
    void create() {
        ProducerFactory<Object, Object> own = mock(ProducerFactory.class);
        when(own.createNonTransactionalProducer()).thenAnswer(call -> newProducer());
        doAnswer(call -> postProcessor = call.getArgument(0)).when(own).addPostProcessor(any());
        ProducerFactory<Object, Object> events = mock(ProducerFactory.class);
        when(events.getConfigurationProperties()).thenReturn(Map.of());
        when(events.copyWithConfigurationOverride(anyMap())).thenReturn(own);
        producer = new RelayProducer(events, Duration.ofSeconds(10), 1_000);
    }

    private Producer<Object, Object> newProducer() {
        MockProducer<Object, Object> next =
                new MockProducer<>(true, null, (topic, value) -> new byte[0], (topic, value) -> new byte[0]);
        created.add(next);
        return postProcessor.apply(next);
    }

    @Test
    void isTheSameUntilItIsLetGo() {
        Producer<Object, Object> first = producer.get();
        assertThat(producer.get()).isSameAs(first);

        producer.discard();

        assertThat(created.get(0).closed()).isTrue();
        assertThat(producer.get()).isNotSameAs(first);
    }

    @Test
    void oneThatWasStoppedIsReplacedWhoeverStoppedIt() {
        producer.get();
        producer.stopSending();
        assertThat(created.get(0).closed()).isTrue();

        Producer<Object, Object> next = producer.get();

        assertThat(next).isSameAs(created.get(1));
        assertThat(created.get(1).closed()).isFalse();
        assertThat(producer.get()).isSameAs(next);
    }
}
