package com.bookstore.events.listening;

import java.lang.reflect.Type;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.SimpleKafkaHeaderMapper;
import org.springframework.kafka.support.converter.MessagingMessageConverter;
import org.springframework.kafka.support.converter.RecordMessageConverter;
import org.springframework.messaging.Message;

/**
 * Passes events on as they are; payloads of other kinds go to the application's converter, if it brings one. Headers arrive
 * as bytes and are converted as the parameter asks: no JSON and no class name in a header is ever interpreted.
 */
final class EventMessageConverter implements RecordMessageConverter {

    private final MessagingMessageConverter events = new MessagingMessageConverter();
    private final RecordMessageConverter others;

    EventMessageConverter(@Nullable RecordMessageConverter others) {
        events.setHeaderMapper(new SimpleKafkaHeaderMapper());
        events.setRawRecordHeader(true);
        this.others = others == null ? events : others;
    }

    @Override
    public Message<?> toMessage(
            ConsumerRecord<?, ?> consumerRecord,
            @Nullable Object acknowledgment,
            @Nullable Object consumer,
            @Nullable Type type) {
        RecordMessageConverter converter = consumerRecord instanceof EventRecord ? events : others;
        return converter.toMessage(consumerRecord, acknowledgment, consumer, type);
    }

    @Override
    public ProducerRecord<?, ?> fromMessage(Message<?> message, @Nullable String defaultTopic) {
        return others.fromMessage(message, defaultTopic);
    }
}
