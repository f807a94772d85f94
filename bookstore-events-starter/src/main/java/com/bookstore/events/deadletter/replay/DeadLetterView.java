package com.bookstore.events.deadletter.replay;

import com.bookstore.events.deadletter.store.DeadLetter;
import com.bookstore.events.deadletter.store.DeadLetterDetails;
import com.bookstore.events.json.EventSerializer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.header.Header;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaHeaders;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A dead letter as the endpoint shows it.
 *
 * @param letter what it is
 * @param complete whether its bytes are in the store
 * @param masked whether values are behind a mask
 * @param headers its headers as text; at most 200
 * @param payload the value, if it is JSON
 * @param rawPayload the value in base 64, if it may be seen and is no JSON
 * @param arrivedPayload the value as it arrived, if it was edited
 * @param trace the first lines of the stack trace
 * @param history what was done
 */
record DeadLetterView(
        DeadLetter letter,
        boolean complete,
        boolean masked,
        List<Map<String, String>> headers,
        @Nullable Object payload,
        @Nullable String rawPayload,
        @Nullable Object arrivedPayload,
        String trace,
        List<DeadLetterDetails.Action> history) {

    private static final int MOST_HEADERS = 200;
    private static final int LONGEST_HEADER = 1_000;
    private static final int LARGEST_RAW = 64 * 1024;
    private static final String OF_A_DEATH = "kafka_dlt-";
    private static final Set<String> NUMBERS = Set.of(
            KafkaHeaders.DLT_ORIGINAL_PARTITION, KafkaHeaders.DLT_ORIGINAL_OFFSET, KafkaHeaders.DLT_ORIGINAL_TIMESTAMP);

    static DeadLetterView of(DeadLetterDetails details, boolean shown) {
        byte[] value = details.value();
        JsonNode payload = MaskedValue.of(value, shown);
        return new DeadLetterView(
                details.letter(),
                details.isComplete(),
                !shown,
                headers(details.headers(), shown),
                plain(payload),
                payload == null && shown && value != null && value.length <= LARGEST_RAW
                        ? Base64.getEncoder().encodeToString(value)
                        : null,
                plain(MaskedValue.of(details.arrivedValue(), shown)),
                details.trace(),
                details.history());
    }

    /** Maps and lists, which whatever writes the answer knows. */
    private static @Nullable Object plain(@Nullable JsonNode node) {
        return node == null ? null : JsonMapper.shared().convertValue(node, new TypeReference<Object>() {});
    }

    private static List<Map<String, String>> headers(Iterable<Header> headers, boolean shown) {
        List<Map<String, String>> texts = new ArrayList<>();
        for (Header header : headers) {
            if (texts.size() == MOST_HEADERS) {
                break;
            }
            boolean known = header.key().startsWith(OF_A_DEATH) || header.key().equals(EventSerializer.TYPE_HEADER);
            texts.add(Map.of("name", header.key(), "value", shown || known ? text(header) : MaskedValue.MASK));
        }
        return texts;
    }

    private static String text(Header header) {
        byte[] value = header.value();
        if (value == null) {
            return "";
        }
        if (NUMBERS.contains(header.key()) && value.length == Integer.BYTES) {
            return Integer.toString(ByteBuffer.wrap(value).getInt());
        }
        if (NUMBERS.contains(header.key()) && value.length == Long.BYTES) {
            return Long.toString(ByteBuffer.wrap(value).getLong());
        }
        return new String(value, 0, Math.min(value.length, LONGEST_HEADER), StandardCharsets.UTF_8);
    }
}
