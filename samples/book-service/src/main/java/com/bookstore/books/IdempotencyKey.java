package com.bookstore.books;

import java.util.regex.Pattern;
import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/** What a client calls a request, so that it can send it again. */
record IdempotencyKey(String value) {

    static final String HEADER = "Idempotency-Key";

    /** What a string of HTTP's structured fields has without escapes, and no spaces. */
    private static final Pattern VALID = Pattern.compile("[!#-\\[\\]-~]{1,255}");

    /** Takes the header's value with the quotes that the IETF's draft asks for, or without them, as most clients send it. */
    static IdempotencyKey of(String header) {
        boolean quoted = header.length() > 1 && header.startsWith("\"") && header.endsWith("\"");
        String value = quoted ? header.substring(1, header.length() - 1) : header;
        if (!VALID.matcher(value).matches()) {
            throw new ResponseStatusException(
                    HttpStatus.BAD_REQUEST, HEADER + " must be 1 to 255 visible ASCII characters other than \" and \\");
        }
        return new IdempotencyKey(value);
    }
}
