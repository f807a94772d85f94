package com.bookstore.events.deadletter.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/**
 * Headers as bytes in the table, each as it was and in their order: the length of the name, the name, the length
 * of the value or -1, the value.
 */
public final class HeaderBytes {

    private HeaderBytes() {}

    /** Writes those whose names fit. */
    static byte[] write(Headers all, Predicate<String> which) {
        List<byte[]> names = new ArrayList<>();
        List<Header> headers = new ArrayList<>();
        int size = 0;
        for (Header header : all) {
            if (!which.test(header.key())) {
                continue;
            }
            headers.add(header);
            byte[] name = header.key().getBytes(StandardCharsets.UTF_8);
            names.add(name);
            size += 2 * Integer.BYTES + name.length + (header.value() == null ? 0 : header.value().length);
        }
        ByteBuffer written = ByteBuffer.allocate(size);
        int i = 0;
        for (Header header : headers) {
            byte[] name = names.get(i++);
            written.putInt(name.length).put(name);
            byte[] value = header.value();
            if (value == null) {
                written.putInt(-1);
            } else {
                written.putInt(value.length).put(value);
            }
        }
        return written.array();
    }

    /**
     * Reads headers.
     *
     * @param stored the column {@code headers}, and {@code death_headers} where these are wanted
     * @return the headers, to which others may be added
     */
    public static RecordHeaders read(byte[]... stored) {
        RecordHeaders headers = new RecordHeaders();
        for (byte[] some : stored) {
            ByteBuffer bytes = ByteBuffer.wrap(some);
            while (bytes.hasRemaining()) {
                byte[] name = take(bytes, bytes.getInt());
                int length = bytes.getInt();
                headers.add(new String(name, StandardCharsets.UTF_8), length < 0 ? null : take(bytes, length));
            }
        }
        return headers;
    }

    private static byte[] take(ByteBuffer bytes, int length) {
        byte[] taken = new byte[length];
        bytes.get(taken);
        return taken;
    }
}
