package com.bookstore.events.test.published;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.json.EventDeserializer;
import com.bookstore.events.json.ReceivedEvent;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaHeaders;

/** A record as it is on its topic, whoever wrote it. Immutable as long as nobody writes to the arrays. */
public final class PublishedRecord {

    private static final int LONGEST_TEXT = 300;

    private final ConsumerRecord<byte[], byte @Nullable []> found;
    private final @Nullable ReceivedEvent content;
    private final boolean deadLetter;

    PublishedRecord(
            ConsumerRecord<byte[], byte @Nullable []> found,
            EventDeserializer deserializer,
            @Nullable String deadLetterTopic) {
        this.found = found;
        this.content = deserializer.deserialize(found.topic(), found.headers(), found.value());
        this.deadLetter = found.topic().equals(deadLetterTopic) || header(KafkaHeaders.DLT_ORIGINAL_TOPIC) != null;
    }

    /**
     * Returns where the record was found.
     *
     * @return the topic's physical name
     */
    public String topic() {
        return found.topic();
    }

    /**
     * Returns the record's partition.
     *
     * @return the partition, from 0
     */
    public int partition() {
        return found.partition();
    }

    /**
     * Returns the position in the partition.
     *
     * @return the offset, from 0
     */
    public long offset() {
        return found.offset();
    }

    /**
     * Returns the key as a text.
     *
     * @return the key; {@code null} if the record has none
     */
    public @Nullable String key() {
        byte[] key = found.key();
        return key == null ? null : new String(key, StandardCharsets.UTF_8);
    }

    /**
     * Returns the value as it was written.
     *
     * @return the bytes, not a copy; {@code null} if the record has no value
     */
    public byte @Nullable [] value() {
        return found.value();
    }

    /**
     * Returns the last header of a name.
     *
     * @param name the header's name
     * @return its value, not a copy; {@code null} if there is none
     */
    public byte @Nullable [] header(String name) {
        Header header = found.headers().lastHeader(name);
        return header == null ? null : header.value();
    }

    /**
     * Returns the event with its metadata.
     *
     * @return the envelope; {@code null} if the value is no event of a type that this service knows
     */
    public @Nullable EventEnvelope<?> envelope() {
        return content instanceof ReceivedEvent.Known known ? known.envelope() : null;
    }

    /**
     * Returns whether the record tells of another one that could not be handled.
     *
     * @return whether it is on the topic for dead letters or has the headers of one
     */
    public boolean isDeadLetter() {
        return deadLetter;
    }

    /**
     * Returns whether the record is a tombstone or another record without a value.
     *
     * @return whether it has no value
     */
    public boolean isEmpty() {
        return content == null;
    }

    /**
     * Returns what is wrong with a value that is no event.
     *
     * @return the problem; {@code null} if the value is an event, or missing
     */
    public @Nullable String malformation() {
        return content instanceof ReceivedEvent.Malformed malformed
                ? malformed.failure().getMessage()
                : null;
    }

    /**
     * Returns the type of an event that this service has no class for.
     *
     * @return the type's name on the wire; {@code null} if the value is no event, or one of a known type
     */
    public @Nullable String unknownType() {
        return content instanceof ReceivedEvent.Unknown unknown ? unknown.type() : null;
    }

    /**
     * Returns a copy to send: the same key, value and headers to the same partition, and with them the same event id.
     *
     * @return a record for a producer or an {@link com.bookstore.events.test.EventInjector}
     */
    public ProducerRecord<byte[], byte @Nullable []> duplicate() {
        return new ProducerRecord<>(topic(), partition(), found.key(), found.value(), found.headers());
    }

    <E extends DomainEvent> @Nullable E event(Class<E> type) {
        EventEnvelope<?> envelope = envelope();
        return envelope != null && type.isInstance(envelope.event()) ? type.cast(envelope.event()) : null;
    }

    @Nullable
    String text(String header) {
        byte[] value = header(header);
        return value == null ? null : new String(value, StandardCharsets.UTF_8);
    }

    /** One line for a message: it is a test's own data, so the event is shown. */
    @Override
    public String toString() {
        String what = "%s-%d@%d key=%s ".formatted(topic(), partition(), offset(), quoted(key()));
        EventEnvelope<?> envelope = envelope();
        String problem = malformation();
        String death =
                deadLetter ? "dead letter of group %s: ".formatted(text(KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP)) : "";
        if (envelope != null) {
            return what + death + envelope.event();
        }
        if (unknownType() != null) {
            return what + death + "unknown type '" + unknownType() + "'";
        }
        return what + death + (problem == null ? "(no value)" : problem + ": " + cut());
    }

    private String cut() {
        byte[] value = value();
        String text = value == null ? "" : new String(value, StandardCharsets.UTF_8);
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "…";
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "null" : '"' + text + '"';
    }
}
