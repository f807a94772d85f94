package com.bookstore.events.listening;

import java.lang.reflect.Type;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.kafka.support.KafkaUtils;
import org.springframework.kafka.support.SimpleKafkaHeaderMapper;
import org.springframework.kafka.support.converter.KafkaMessageHeaders;
import org.springframework.kafka.support.converter.MessagingMessageConverter;
import org.springframework.kafka.support.converter.RecordMessageConverter;
import org.springframework.messaging.Message;
import org.springframework.messaging.MessageHeaders;

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
        if (consumerRecord instanceof EventRecord event) {
            String group = KafkaUtils.getConsumerGroupId();
            return new EventMessage(event, () -> headers(event, acknowledgment, consumer, group));
        }
        return others.toMessage(consumerRecord, acknowledgment, consumer, type);
    }

    /** Spring knows the group only in the consumer's thread; this may be another one. */
    private MessageHeaders headers(
            EventRecord event, @Nullable Object acknowledgment, @Nullable Object consumer, @Nullable String group) {
        MessageHeaders headers =
                events.toMessage(event, acknowledgment, consumer, null).getHeaders();
        if (group != null && headers instanceof KafkaMessageHeaders open) {
            open.getRawHeaders().put(KafkaHeaders.GROUP_ID, group);
        }
        return headers;
    }

    @Override
    public ProducerRecord<?, ?> fromMessage(Message<?> message, @Nullable String defaultTopic) {
        return others.fromMessage(message, defaultTopic);
    }
}
