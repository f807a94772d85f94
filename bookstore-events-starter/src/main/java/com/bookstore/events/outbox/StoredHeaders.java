package com.bookstore.events.outbox;

import com.bookstore.events.json.EventSerializer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/** A record's headers as text in the table: a JSON object, without the type, which has its own column. */
public final class StoredHeaders {

    private static final JsonMapper JSON = JsonMapper.shared();

    private StoredHeaders() {}

    static @Nullable String write(RecordHeaders headers) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Header header : headers) {
            if (!header.key().equals(EventSerializer.TYPE_HEADER) && header.value() != null) {
                texts.put(header.key(), new String(header.value(), StandardCharsets.UTF_8));
            }
        }
        return texts.isEmpty() ? null : JSON.writeValueAsString(texts);
    }

    /**
     * Reads the headers of a record.
     *
     * @param type the column {@code type}
     * @param stored the column {@code headers}
     * @return the headers
     * @throws SerializationException if the text is no JSON object
     */
    public static RecordHeaders read(String type, @Nullable String stored) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(EventSerializer.TYPE_HEADER, type.getBytes(StandardCharsets.UTF_8));
        if (stored != null) {
            readInto(headers, stored);
        }
        return headers;
    }

    private static void readInto(RecordHeaders headers, String stored) {
        try {
            JSON.readTree(stored)
                    .properties()
                    .forEach(header -> headers.add(
                            header.getKey(), header.getValue().asString().getBytes(StandardCharsets.UTF_8)));
        } catch (JacksonException noObject) {
            throw new SerializationException("The column headers is no JSON object of texts", noObject);
        }
    }
}
