package com.bookstore.events.test.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.bookstore.events.test.embedded.EmbeddedBroker.Start;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EmbeddedBrokerTests {

    @Test
    void isTriedOnceAndSaysWhatToCheckWhenItDoesNotStart() {
        AtomicInteger attempts = new AtomicInteger();
        Start failed = Start.attempt(() -> {
            attempts.incrementAndGet();
            throw new IllegalStateException(new NoSuchMethodError("KafkaClusterTestKit.clientProperties()"));
        });

        for (int i = 0; i < 2; i++) {
            assertThatExceptionOfType(EmbeddedBrokerException.class)
                    .isThrownBy(failed::broker)
                    .withMessageContainingAll(
                            "did not start in this JVM",
                            "NoSuchMethodError: KafkaClusterTestKit.clientProperties()",
                            "the versions that Spring Boot manages",
                            System.getProperty("java.io.tmpdir"))
                    .withRootCauseInstanceOf(NoSuchMethodError.class);
        }
        assertThat(attempts).hasValue(1);
    }
}
