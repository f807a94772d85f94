package com.bookstore.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class StepsTests {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final Steps steps = new Steps(new PrintStream(out, true, UTF_8));

    @Test
    void endsWithZeroWhenEveryStepPasses() {
        steps.run("POST /users", () -> "user-events: userRegistered 1");

        assertThat(steps.finish()).isZero();
        assertThat(out.toString(UTF_8))
                .containsPattern("ok    1  POST /users +user-events: userRegistered 1")
                .contains("demo: 1 of 1 steps passed");
    }

    @Test
    void reportsAFailedStepGoesOnAndEndsWithOne() {
        steps.run(
                "POST /orders",
                () -> new Wait(Duration.ZERO, Duration.ZERO).until("a stock of 8", () -> 10, stock -> stock == 8) + "");
        steps.run("PUT /books/1", () -> "book-events: bookUpdated 1");

        assertThat(steps.finish()).isOne();
        assertThat(out.toString(UTF_8))
                .containsPattern("FAIL  1  POST /orders +expected a stock of 8, saw 10 after 0 s")
                .contains("ok    2  PUT /books/1")
                .contains("demo: 1 of 2 steps passed");
    }

    @Test
    void reportsAStepThatBreaks() {
        steps.run("POST /orders", () -> {
            throw new IllegalStateException("connection refused");
        });

        assertThat(steps.finish()).isOne();
        assertThat(out.toString(UTF_8)).contains("FAIL").contains("connection refused");
    }
}
