package com.bookstore.events.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;

/** A record of the dead-letter topic, and where it came from. */
record DeadLetter(ConsumerRecord<byte[], byte[]> record) {

    static final String TOPIC = "dead-letter-queue";

    private static final String PREFIX = "kafka_dlt-";

    static List<DeadLetter> readAll(TestClients clients, String topic) {
        return clients.readAll(topic).stream().map(DeadLetter::new).toList();
    }

    boolean isOf(RecordMetadata source, String group) {
        return text("original-consumer-group").equals(group)
                && text("original-topic").equals(source.topic())
                && ByteBuffer.wrap(header("original-partition")).getInt() == source.partition()
                && ByteBuffer.wrap(header("original-offset")).getLong() == source.offset();
    }

    boolean isOfGroup(String group) {
        return text("original-consumer-group").equals(group);
    }

    /** Asserts that it holds what was sent: value, key and headers, byte for byte. */
    void assertHolds(ProducerRecord<byte[], byte[]> sent) {
        assertThat(record.value()).as("value").isEqualTo(sent.value());
        assertThat(record.key()).as("key").isEqualTo(sent.key());
        assertThat(lines(record.headers())).as("headers").containsExactlyElementsOf(lines(sent.headers()));
        assertThat(text("exception-fqcn")).as("exception").isNotBlank();
    }

    private static List<String> lines(Headers headers) {
        return stream(headers)
                .filter(header -> !header.key().startsWith(PREFIX))
                .map(header -> header.key() + "=" + Arrays.toString(header.value()))
                .toList();
    }

    private static Stream<Header> stream(Headers headers) {
        return StreamSupport.stream(headers.spliterator(), false);
    }

    private String text(String name) {
        return new String(header(name), StandardCharsets.UTF_8);
    }

    private byte[] header(String name) {
        Header header = record.headers().lastHeader(PREFIX + name);
        assertThat(header)
                .as("header %s among %s", PREFIX + name, record.headers())
                .isNotNull();
        return header.value();
    }
}
