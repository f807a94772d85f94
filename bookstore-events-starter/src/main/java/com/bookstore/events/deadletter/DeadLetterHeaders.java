package com.bookstore.events.deadletter;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaHeaders;
import org.springframework.kafka.support.KafkaUtils;

/**
 * The headers of a dead letter: those the record had, without those of an earlier death, and Spring's standard ones that
 * tell where it came from and why it is dead, each cut to a bound.
 */
final class DeadLetterHeaders {

    private static final String PREFIX = "kafka_dlt-";
    private static final int MAX_MESSAGE_LENGTH = 1_000;
    private static final int MAX_TRACE_LENGTH = 4_000;
    private static final int TRACE_LINES = 15;
    private static final int MAX_CAUSES = 20;

    private final boolean fullStackTrace;

    DeadLetterHeaders(boolean fullStackTrace) {
        this.fullStackTrace = fullStackTrace;
    }

    /** Only what the record had, for a topic that takes nothing larger. */
    Headers bare(ConsumerRecord<?, ?> dead) {
        RecordHeaders headers = new RecordHeaders();
        for (Header header : dead.headers()) {
            if (!header.key().startsWith(PREFIX)) {
                headers.add(header);
            }
        }
        return headers;
    }

    /** What the record had, where it came from and the class of its cause. */
    Headers lean(ConsumerRecord<?, ?> dead, Exception failure) {
        Headers headers = bare(dead);
        headers.add(KafkaHeaders.DLT_ORIGINAL_TOPIC, bytes(dead.topic()));
        headers.add(KafkaHeaders.DLT_ORIGINAL_PARTITION, bytes(dead.partition()));
        headers.add(KafkaHeaders.DLT_ORIGINAL_OFFSET, bytes(dead.offset()));
        headers.add(KafkaHeaders.DLT_ORIGINAL_TIMESTAMP, bytes(dead.timestamp()));
        headers.add(
                KafkaHeaders.DLT_ORIGINAL_TIMESTAMP_TYPE,
                bytes(dead.timestampType().toString()));
        String group = KafkaUtils.getConsumerGroupId();
        if (group != null) {
            headers.add(KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP, bytes(group));
        }
        headers.add(KafkaHeaders.DLT_EXCEPTION_FQCN, bytes(failure.getClass().getName()));
        headers.add(
                KafkaHeaders.DLT_EXCEPTION_CAUSE_FQCN,
                bytes(Cause.of(failure).getClass().getName()));
        return headers;
    }

    /** All there is. */
    Headers full(ConsumerRecord<?, ?> dead, Exception failure) {
        Throwable cause = Cause.of(failure);
        Headers headers = lean(dead, failure);
        headers.add(KafkaHeaders.DLT_EXCEPTION_MESSAGE, bytes(cut(cause.getMessage(), MAX_MESSAGE_LENGTH)));
        headers.add(KafkaHeaders.DLT_EXCEPTION_STACKTRACE, bytes(trace(cause)));
        return headers;
    }

    private String trace(Throwable cause) {
        StringBuilder trace = new StringBuilder();
        Throwable part = cause;
        for (int depth = 0; part != null && depth < MAX_CAUSES; depth++) {
            trace.append(part == cause ? "" : "Caused by: ")
                    .append(part.getClass().getName());
            trace.append(": ")
                    .append(cut(part.getMessage(), MAX_MESSAGE_LENGTH))
                    .append('\n');
            StackTraceElement[] lines = part.getStackTrace();
            int count = fullStackTrace ? lines.length : Math.min(lines.length, TRACE_LINES);
            for (int i = 0; i < count; i++) {
                trace.append("\tat ").append(lines[i]).append('\n');
            }
            if (!fullStackTrace && trace.length() > MAX_TRACE_LENGTH) {
                return trace.substring(0, MAX_TRACE_LENGTH);
            }
            part = part.getCause();
        }
        return trace.toString();
    }

    private static String cut(@Nullable String text, int maxLength) {
        if (text == null) {
            return "";
        }
        return text.length() <= maxLength ? text : text.substring(0, maxLength);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] bytes(int number) {
        return ByteBuffer.allocate(Integer.BYTES).putInt(number).array();
    }

    private static byte[] bytes(long number) {
        return ByteBuffer.allocate(Long.BYTES).putLong(number).array();
    }
}
