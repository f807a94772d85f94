package com.bookstore.events.deadletter.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * Some of a record's headers as bytes in the table, each as it was: which of all it is from 0, the length of the name, the
 * name, the length of the value or -1, the value.
 */
public final class HeaderBytes {

    private HeaderBytes() {}

    /** Writes those whose names fit. */
    static byte[] write(Headers all, Predicate<String> which) {
        List<byte[]> names = new ArrayList<>();
        int size = 0;
        for (Header header : all) {
            if (which.test(header.key())) {
                byte[] name = header.key().getBytes(StandardCharsets.UTF_8);
                names.add(name);
                size += 3 * Integer.BYTES + name.length + (header.value() == null ? 0 : header.value().length);
            }
        }
        ByteBuffer written = ByteBuffer.allocate(size);
        int place = 0;
        int i = 0;
        for (Header header : all) {
            if (which.test(header.key())) {
                write(written.putInt(place), names.get(i++), header.value());
            }
            place++;
        }
        return written.array();
    }

    private static void write(ByteBuffer written, byte[] name, byte @Nullable [] value) {
        written.putInt(name.length).put(name);
        if (value == null) {
            written.putInt(-1);
        } else {
            written.putInt(value.length).put(value);
        }
    }

    /**
     * Reads headers, in their order.
     *
     * @param stored the column {@code headers}
     * @return the headers, to which others may be added
     */
    public static RecordHeaders read(byte[] stored) {
        RecordHeaders headers = new RecordHeaders();
        ByteBuffer bytes = ByteBuffer.wrap(stored);
        while (bytes.hasRemaining()) {
            bytes.getInt();
            headers.add(next(bytes));
        }
        return headers;
    }

    /** Puts the headers of two columns into the order they had. */
    static RecordHeaders read(byte[] some, byte[] others) {
        RecordHeaders headers = new RecordHeaders();
        ByteBuffer first = ByteBuffer.wrap(some);
        ByteBuffer second = ByteBuffer.wrap(others);
        while (first.hasRemaining() || second.hasRemaining()) {
            boolean isFirst = place(first) < place(second);
            ByteBuffer bytes = isFirst ? first : second;
            bytes.getInt();
            headers.add(next(bytes));
        }
        return headers;
    }

    private static int place(ByteBuffer bytes) {
        return bytes.hasRemaining() ? bytes.getInt(bytes.position()) : Integer.MAX_VALUE;
    }

    private static Header next(ByteBuffer bytes) {
        byte[] name = take(bytes, bytes.getInt());
        int length = bytes.getInt();
        return new RecordHeader(new String(name, StandardCharsets.UTF_8), length < 0 ? null : take(bytes, length));
    }

    private static byte[] take(ByteBuffer bytes, int length) {
        byte[] taken = new byte[length];
        bytes.get(taken);
        return taken;
    }
}
