package com.bookstore.events.observability;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LogTextTests {

    @Test
    void plainTextStaysAsItIs() {
        String text = "bookCreated 42 äöü 本";

        assertThat(LogText.of(text)).isSameAs(text);
        assertThat(LogText.of("")).isEmpty();
    }

    @Test
    void textOfAHundredCharactersIsWholeAndLongerTextIsCut() {
        assertThat(LogText.of("x".repeat(100))).isEqualTo("x".repeat(100));
        assertThat(LogText.of("x".repeat(101))).isEqualTo("x".repeat(100) + "…");
        assertThat(LogText.of("\n" + "x".repeat(1_000_000))).isEqualTo("?" + "x".repeat(99) + "…");
    }

    @Test
    void lineBreaksCannotForgeALogLine() {
        assertThat(LogText.of("a\r\nINFO all is well\u2028b\u2029c\u0085d\u000be"))
                .isEqualTo("a??INFO all is well?b?c?d?e");
    }

    @Test
    void escapeSequencesAndBidiControlsAreTakenOut() {
        assertThat(LogText.of("\u001b[31mred\u202etxt.exe\u2066\u200b\u007f\t\0"))
                .isEqualTo("?[31mred?txt.exe?????");
    }

    @Test
    void halfACharacterNeverRemainsWhereTheTextIsCut() {
        assertThat(LogText.of("x".repeat(99) + "😀")).isEqualTo("x".repeat(99) + "?…");
    }
}
