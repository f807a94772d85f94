package com.bookstore.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class BenchmarksTests {

    @Test
    void allRowsAreMeasuredAndNothingIsLost() {
        Run run = Run.of("all", "--rounds", "2", "--events", "3000");

        assertThat(run.output())
                .containsPattern("broker settings: \\{.*min.insync.replicas=1.*}")
                .containsPattern("producer settings: \\{acks=all.*}")
                .containsPattern("consumer settings: \\{.*auto.offset.reset=earliest.*}")
                .containsPattern("(?m)^ratio publish-raw \\d+\\.\\d{3}$")
                .containsPattern("(?m)^ratio publish-template \\d+\\.\\d{3}$")
                .containsPattern("(?m)^ratio publish-serialiser \\d+\\.\\d{3}$")
                .containsPattern("(?m)^ratio listen-raw \\d+\\.\\d{3}$");
        assertThat(run.exitCode()).isZero();
    }

    @Test
    void whatIsNotUnderstoodIsAnsweredWithTheNames() {
        Run run = Run.of("publish-nothing");

        assertThat(run.output()).contains("there is no benchmark 'publish-nothing'", "publish-raw, publish-template");
        assertThat(run.exitCode()).isEqualTo(2);
    }

    private record Run(int exitCode, String output) {

        static Run of(String... args) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            int exitCode = Benchmarks.run(new PrintStream(bytes, true, StandardCharsets.UTF_8), args);
            String output = bytes.toString(StandardCharsets.UTF_8);
            System.out.println(output);
            return new Run(exitCode, output);
        }
    }
}
