package com.bookstore.cdc;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.demo.Steps;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What {@code ./mvnw -Pcdc} runs: changes made with SQL reach user-service through book-service, its own ones once. */
class ScenarioIntegrationTests {

    @Test
    @Timeout(600)
    void passesAllSteps() {
        var printed = new ByteArrayOutputStream();

        int exitCode = Cdc.run("postgres", new Steps("cdc", new PrintStream(printed, true, StandardCharsets.UTF_8)));

        System.out.print(printed.toString(StandardCharsets.UTF_8));
        assertThat(exitCode).as(printed.toString(StandardCharsets.UTF_8)).isZero();
        assertThat(printed.toString(StandardCharsets.UTF_8)).contains("cdc: 12 of 12 steps passed");
    }
}
