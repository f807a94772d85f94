package com.bookstore.events.publishing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class ConnectionWarningTests {

    @Test
    void saysNothingOfABrokerOnThisMachine(CapturedOutput output) {
        ConnectionWarning.check(Map.of("bootstrap.servers", List.of("localhost:9092", "127.0.0.1:9093")));

        assertThat(output).doesNotContain("unencrypted");
    }

    @Test
    void warnsOfAnUnencryptedConnectionToAnotherMachine(CapturedOutput output) {
        ConnectionWarning.check(Map.of("bootstrap.servers", "localhost:9092,kafka.example.com:9092"));

        assertThat(output).contains("unencrypted", "security.protocol=PLAINTEXT");
    }

    @Test
    void warnsOfAnUnverifiedHostName(CapturedOutput output) {
        ConnectionWarning.check(Map.of(
                "bootstrap.servers", "kafka.example.com:9093",
                "security.protocol", "SASL_SSL",
                "ssl.endpoint.identification.algorithm", ""));

        assertThat(output).contains("not verified").doesNotContain("unencrypted");
    }
}
