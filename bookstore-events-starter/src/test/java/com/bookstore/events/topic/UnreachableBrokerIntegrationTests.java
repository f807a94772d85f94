package com.bookstore.events.topic;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.bookstore.events.integration.Starter;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.util.StopWatch;

@ExtendWith(OutputCaptureExtension.class)
class UnreachableBrokerIntegrationTests {

    private static final Duration TOLERANCE = Duration.ofSeconds(5);

    private static String nobody;

    @BeforeAll
    static void findAPortOnWhichNobodyListens() throws IOException {
        try (ServerSocket socket = new ServerSocket(0)) {
            nobody = "spring.kafka.bootstrap-servers=localhost:" + socket.getLocalPort();
        }
    }

    private final ApplicationContextRunner runner = Starter.connectingRunner().withPropertyValues(nobody);

    @Test
    void theStartIsNotDelayed() {
        Duration without = startUp(runner.withPropertyValues("spring.kafka.admin.auto-create=false"));
        Duration with = startUp(runner);

        assertThat(with).isLessThan(without.plus(TOLERANCE));
    }

    @Test
    void theProblemIsToldOnceAndTheStopIsPromptAndLeavesNoThread(CapturedOutput output) {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        StopWatch stop = new StopWatch();

        runner.withPropertyValues(
                        "spring.kafka.admin.properties.default.api.timeout.ms=500",
                        "spring.kafka.admin.properties.request.timeout.ms=500")
                .run(context -> {
                    await().untilAsserted(() -> assertThat(output).contains("trying on in the background"));
                    await().during(Duration.ofSeconds(3)).untilAsserted(() -> assertThat(output)
                            .containsOnlyOnce("Topics could not be checked or created yet"));
                    stop.start();
                });
        stop.stop();

        assertThat(Duration.ofMillis(stop.getTotalTimeMillis())).isLessThan(TOLERANCE);
        assertNoThreadIsLeft(before);
    }

    @Test
    void aStopInTheMiddleOfACallIsPromptAndSilent(CapturedOutput output) {
        Set<Thread> before = Thread.getAllStackTraces().keySet();
        StopWatch stop = new StopWatch();

        runner.withPropertyValues(
                        "spring.kafka.admin.properties.default.api.timeout.ms=60000",
                        "spring.kafka.admin.properties.request.timeout.ms=60000")
                .run(context -> {
                    await().untilAsserted(
                                    () -> assertThat(Thread.getAllStackTraces().keySet())
                                            .anyMatch(thread -> thread.getName().equals("bookstore-events-topics")
                                                    && thread.getState() == Thread.State.WAITING));
                    stop.start();
                });
        stop.stop();

        assertThat(Duration.ofMillis(stop.getTotalTimeMillis())).isLessThan(TOLERANCE);
        assertThat(output).doesNotContain("Topics could not be checked or created yet");
        assertNoThreadIsLeft(before);
    }

    @Test
    void theStartFailsWhereThatIsAskedFor() {
        runner.withPropertyValues("spring.kafka.admin.fail-fast=true").run(context -> assertThat(context)
                .getFailure()
                .hasMessageContaining("topicCreation")
                .hasRootCauseInstanceOf(TimeoutException.class));
    }

    private static Duration startUp(ApplicationContextRunner runner) {
        StopWatch start = new StopWatch();
        start.start();
        runner.run(context -> {
            start.stop();
            assertThat(context).hasNotFailed();
        });
        return Duration.ofMillis(start.getTotalTimeMillis());
    }

    private static void assertNoThreadIsLeft(Set<Thread> before) {
        await().atMost(Duration.ofSeconds(2)).untilAsserted(() -> {
            Set<Thread> left = new HashSet<>(Thread.getAllStackTraces().keySet());
            left.removeAll(before);
            assertThat(left)
                    .extracting(Thread::getName)
                    .noneMatch(name -> name.startsWith("bookstore-events") || name.startsWith("kafka-admin-client"));
        });
    }
}
