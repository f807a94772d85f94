package com.bookstore.events.deadletter.store;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Makes a text from the wire one that every database takes: cut, without null characters and halves of pairs. */
final class StoredText {

    private static final char REPLACEMENT = '\uFFFD';

    private StoredText() {}

    static String of(@Nullable String text, int maxLength) {
        if (text == null) {
            return "";
        }
        int length = Math.min(text.length(), maxLength);
        StringBuilder stored = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            boolean pair =
                    Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                stored.append(c).append(text.charAt(++i));
            } else {
                stored.append(c == 0 || Character.isSurrogate(c) ? REPLACEMENT : c);
            }
        }
        return stored.toString();
    }

    /** Decodes no more than can be of use. */
    static @Nullable String utf8(byte @Nullable [] bytes, int maxLength) {
        return bytes == null
                ? null
                : of(new String(bytes, 0, Math.min(bytes.length, 4 * maxLength), StandardCharsets.UTF_8), maxLength);
    }

    static @Nullable String orNull(@Nullable String text, int maxLength) {
        return text == null || text.isBlank() ? null : of(text, maxLength);
    }
}
