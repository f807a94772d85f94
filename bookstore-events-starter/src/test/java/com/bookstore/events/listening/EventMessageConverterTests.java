package com.bookstore.events.listening;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.domain.BookDeletedEvent;
import com.bookstore.events.json.ReceivedEvent;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.kafka.support.KafkaUtils;
import org.springframework.kafka.support.SimpleKafkaHeaderMapper;
import org.springframework.kafka.support.converter.MessagingMessageConverter;
import org.springframework.messaging.Message;
import org.springframework.messaging.support.GenericMessage;

class EventMessageConverterTests {

    private static final BookDeletedEvent EVENT = new BookDeletedEvent(7L);

    private final EventMessageConverter converter = new EventMessageConverter(null);
    private final EventRecord event = event();

    @AfterEach
    void clearGroup() {
        KafkaUtils.clearConsumerGroupId();
    }

    @Test
    void theHeadersAreThoseSpringMakes() {
        KafkaUtils.setConsumerGroupId("the-group");
        MessagingMessageConverter spring = new MessagingMessageConverter();
        spring.setHeaderMapper(new SimpleKafkaHeaderMapper());
        spring.setRawRecordHeader(true);

        Message<?> message = converter.toMessage(event, "acknowledgment", "consumer", BookDeletedEvent.class);

        Message<?> expected = spring.toMessage(event, "acknowledgment", "consumer", BookDeletedEvent.class);
        assertThat(message.getPayload()).isSameAs(EVENT);
        assertThat(message.getHeaders()).isEqualTo(expected.getHeaders());
        assertThat(message.getHeaders()).containsEntry("trace", "2".getBytes(StandardCharsets.UTF_8));
        assertThat(message.getHeaders()).isSameAs(message.getHeaders());
        assertThat(message.toString()).contains(EVENT.toString(), "kafka_receivedTopic=books");
    }

    @Test
    void anotherThreadFindsTheSameHeaders() {
        KafkaUtils.setConsumerGroupId("the-group");
        Message<?> message = converter.toMessage(event, null, null, BookDeletedEvent.class);

        Object group = CompletableFuture.supplyAsync(() -> message.getHeaders().get(KafkaHeaders.GROUP_ID))
                .join();

        assertThat(group).isEqualTo("the-group");
    }

    @Test
    void messagesAreEqualIfPayloadAndHeadersAre() {
        Message<?> message = converter.toMessage(event, null, null, BookDeletedEvent.class);

        assertThat(message)
                .isEqualTo(converter.toMessage(event, null, null, BookDeletedEvent.class))
                .isEqualTo(new GenericMessage<>(EVENT, message.getHeaders()))
                .isNotEqualTo(converter.toMessage(event, "acknowledgment", null, BookDeletedEvent.class))
                .hasSameHashCodeAs(converter.toMessage(event, null, null, BookDeletedEvent.class));
    }

    @Test
    void theMetadataIsFoundInTheMessageAndInWhatIsMadeOfIt() {
        Message<?> message = converter.toMessage(event, null, null, BookDeletedEvent.class);

        assertThat(EventMetadataResolver.metadata(message)).isSameAs(event.metadata());
        assertThat(EventMetadataResolver.metadata(new GenericMessage<>("other", message.getHeaders())))
                .isSameAs(event.metadata());
    }

    private static EventRecord event() {
        RecordHeaders headers = new RecordHeaders();
        headers.add("trace", "1".getBytes(StandardCharsets.UTF_8));
        headers.add("trace", "2".getBytes(StandardCharsets.UTF_8));
        headers.add("empty", null);
        headers.add(KafkaHeaders.DELIVERY_ATTEMPT, new byte[] {0, 0, 0, 3});
        ConsumerRecord<Object, Object> original = new ConsumerRecord<>(
                "books", 1, 42L, 1_000L, TimestampType.CREATE_TIME, 1, 2, "7", "value", headers, Optional.empty());
        EventMetadata metadata = new EventMetadata("event-1", Instant.EPOCH, "tests", "1.0", "process-1", null);
        return new EventRecord(
                original,
                new ReceivedEvent.Known(new byte[0], new EventEnvelope<>(metadata, EVENT)),
                true,
                EVENT,
                false);
    }
}
