package com.bookstore.events.deadletter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.junit.jupiter.api.Test;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.listener.ListenerExecutionFailedException;
import org.springframework.kafka.support.KafkaHeaders;

class DeadLetterHeadersTests {

    private final ConsumerRecord<Object, Object> dead = new ConsumerRecord<>("books", 2, 42, "key", "value");

    @Test
    void tellTheCauseAndNotWhatItWasWrappedIn() {
        Exception failure = new ListenerExecutionFailedException(
                "listener", new BatchListenerFailedException("batch", new IllegalStateException("no luck"), dead));

        Headers headers = new DeadLetterHeaders(false).full(dead, failure);

        assertThat(text(headers, KafkaHeaders.DLT_EXCEPTION_CAUSE_FQCN)).isEqualTo("java.lang.IllegalStateException");
        assertThat(text(headers, KafkaHeaders.DLT_EXCEPTION_FQCN))
                .isEqualTo(ListenerExecutionFailedException.class.getName());
        assertThat(text(headers, KafkaHeaders.DLT_EXCEPTION_MESSAGE)).isEqualTo("no luck");
        assertThat(text(headers, KafkaHeaders.DLT_EXCEPTION_STACKTRACE))
                .startsWith("java.lang.IllegalStateException: no luck\n\tat ");
    }

    @Test
    void areBoundedHoweverLongMessageAndTraceAre() {
        Headers headers = new DeadLetterHeaders(false).full(dead, deep(300, "x".repeat(100_000)));

        assertThat(text(headers, KafkaHeaders.DLT_EXCEPTION_MESSAGE)).hasSize(1_000);
        assertThat(text(headers, KafkaHeaders.DLT_EXCEPTION_STACKTRACE)).hasSizeLessThanOrEqualTo(4_000);
    }

    @Test
    void keepTheWholeTraceOnDemand() {
        Exception failure = deep(300, "no luck");

        String cut = text(new DeadLetterHeaders(false).full(dead, failure), KafkaHeaders.DLT_EXCEPTION_STACKTRACE);
        String whole = text(new DeadLetterHeaders(true).full(dead, failure), KafkaHeaders.DLT_EXCEPTION_STACKTRACE);

        assertThat(cut.lines().count()).isEqualTo(16);
        assertThat(whole.lines().count()).isEqualTo(1 + failure.getStackTrace().length);
        assertThat(failure.getStackTrace()).hasSizeGreaterThan(300);
    }

    @Test
    void ofAnEarlierDeathAreReplacedAndOthersKept() {
        dead.headers().add("kafka_dlt-original-topic", bytes("elsewhere")).add("own", bytes("kept"));

        Headers headers = new DeadLetterHeaders(false).lean(dead, new IllegalStateException());

        assertThat(headers.headers("kafka_dlt-original-topic")).hasSize(1);
        assertThat(text(headers, "kafka_dlt-original-topic")).isEqualTo("books");
        assertThat(text(headers, "own")).isEqualTo("kept");
        assertThat(new DeadLetterHeaders(false).bare(dead))
                .extracting(Header::key)
                .containsExactly("own");
    }

    @Test
    void doWithoutAMessage() {
        Headers headers = new DeadLetterHeaders(false).full(dead, new IllegalStateException());

        assertThat(text(headers, KafkaHeaders.DLT_EXCEPTION_MESSAGE)).isEmpty();
    }

    private static Exception deep(int depth, String message) {
        return depth == 0 ? new IllegalStateException(message) : deep(depth - 1, message);
    }

    private static String text(Headers headers, String name) {
        return new String(headers.lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
