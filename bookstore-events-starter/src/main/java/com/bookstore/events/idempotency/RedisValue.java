package com.bookstore.events.idempotency;

/**
 * What Redis keeps of a key, as lines of text; {@code claim.lua} says which. So a script that claims a new key need not look
 * into it.
 */
final class RedisValue {

    private static final char OPEN = '0';
    private static final char CONFIRMED = '1';

    private RedisValue() {}

    static String of(AskedClaim claim, String retentionMillis) {
        return OPEN
                + claim.token()
                + '\n'
                + claim.token()
                + '\n'
                + retentionMillis
                + '\n'
                + line(claim.fingerprint())
                + '\n'
                + line(claim.event())
                + '\n';
    }

    /** How a value begins that a claim of this first token has left unconfirmed. */
    static String unconfirmed(String firstToken) {
        return OPEN + firstToken + '\n';
    }

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException if it is none
     */
    static StoredClaim read(String value, long remainingMillis) {
        int[] ends = new int[5];
        int from = 0;
        for (int line = 0; line < ends.length; line++) {
            ends[line] = value.indexOf('\n', from);
            if (ends[line] < from + (line == 0 ? 1 : 0)) {
                throw new IllegalArgumentException("Something else has written to the key");
            }
            from = ends[line] + 1;
        }
        return new StoredClaim(
                text(value.substring(ends[2] + 1, ends[3])),
                text(value.substring(ends[3] + 1, ends[4])),
                value.substring(1, ends[0]),
                value.substring(ends[0] + 1, ends[1]),
                value.charAt(0) == CONFIRMED ? value.substring(ends[4] + 1) : null,
                remainingMillis);
    }

    private static String line(String text) {
        return text.indexOf('\n') < 0 && text.indexOf('\\') < 0
                ? text
                : text.replace("\\", "\\\\").replace("\n", "\\n");
    }

    private static String text(String line) {
        if (line.indexOf('\\') < 0) {
            return line;
        }
        StringBuilder text = new StringBuilder(line.length());
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                c = line.charAt(++i) == 'n' ? '\n' : '\\';
            }
            text.append(c);
        }
        return text.toString();
    }
}
