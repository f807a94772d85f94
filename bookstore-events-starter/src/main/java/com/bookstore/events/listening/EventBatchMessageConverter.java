package com.bookstore.events.listening;

import java.lang.reflect.Type;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.SimpleKafkaHeaderMapper;
import org.springframework.kafka.support.converter.BatchMessagingMessageConverter;
import org.springframework.kafka.support.converter.ConversionException;

/** Passes the events of a batch on as they are; see {@link EventMessageConverter}. */
final class EventBatchMessageConverter extends BatchMessagingMessageConverter {

    EventBatchMessageConverter(EventMessageConverter records) {
        super(records);
        setHeaderMapper(new SimpleKafkaHeaderMapper());
    }

    @Override
    protected @Nullable Object convert(
            ConsumerRecord<?, ?> consumerRecord, Type type, List<ConversionException> conversionFailures) {
        return consumerRecord instanceof EventRecord event
                ? event.value()
                : super.convert(consumerRecord, type, conversionFailures);
    }
}
