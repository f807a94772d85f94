package com.bookstore.events.idempotency;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InvalidClaimTests {

    @Test
    void textsAreAsLongAsTheyMayBe() {
        assertThatCode(() -> new Claim("x".repeat(255), "f".repeat(128), "e".repeat(8_000)))
                .doesNotThrowAnyException();
        assertThatCode(() -> new Claim("\ud83d\ude00".repeat(127), "f", "")).doesNotThrowAnyException();
        assertThatCode(() -> new Confirmation("key", "token", "o".repeat(4_000)))
                .doesNotThrowAnyException();

        assertRefused("idempotency key", () -> new Claim("", "f", "e"));
        assertRefused("idempotency key", () -> new Claim("x".repeat(256), "f", "e"));
        assertRefused("fingerprint", () -> new Claim("key", "", "e"));
        assertRefused("fingerprint", () -> new Claim("key", "f".repeat(129), "e"));
        assertRefused("event", () -> new Claim("key", "f", "e".repeat(8_001)));
        assertRefused("outcome", () -> new Confirmation("key", "token", "o".repeat(4_001)));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 0xd83d, 0xde00})
    void whatIsNoTextIsRefusedWithItsPosition(int character) {
        InvalidClaimException failure = catchThrowableOfType(
                InvalidClaimException.class, () -> new Claim("key" + (char) character + "y", "f", "e"));

        assertThat(failure).hasMessageContaining("U+%04X".formatted(character)).hasMessageEndingWith("at 3");
        assertThat(failure.length()).isEqualTo(5);
    }

    @Test
    void theMessageDoesNotShowTheText() {
        assertThat(catchThrowableOfType(InvalidClaimException.class, () -> new Claim("secret\0", "f", "e")))
                .hasMessageNotContaining("secret");
    }

    private static void assertRefused(String field, Runnable creation) {
        assertThat(catchThrowableOfType(InvalidClaimException.class, creation::run)
                        .field())
                .isEqualTo(field);
    }
}
