package com.bookstore.events.observability;

/** Makes a text from the wire safe for a log line: cut, and free of line breaks, escape sequences and bidi controls. */
public final class LogText {

    private static final int MAX_LENGTH = 100;

    private LogText() {}

    /**
     * Returns the text as it may be logged.
     *
     * @param text any text
     * @return at most 100 characters and an ellipsis; every control or format character replaced by {@code ?}
     */
    public static String of(String text) {
        int length = Math.min(text.length(), MAX_LENGTH);
        for (int i = 0; i < length; i++) {
            if (isUnsafe(text.charAt(i))) {
                return cleaned(text, length);
            }
        }
        return length == text.length() ? text : text.substring(0, length) + "…";
    }

    private static String cleaned(String text, int length) {
        StringBuilder clean = new StringBuilder(length + 1);
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            clean.append(isUnsafe(c) ? '?' : c);
        }
        return length == text.length() ? clean.toString() : clean.append('…').toString();
    }

    private static boolean isUnsafe(char c) {
        if (c >= ' ' && c < 0x7f) {
            return false;
        }
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.SURROGATE
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR
                || type == Character.UNASSIGNED;
    }
}
