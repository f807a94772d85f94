package com.bookstore.events.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(180)
class KafkaBrokerIntegrationTests {

    @Test
    void keepsItsDataAndItsPortWhenItIsKilledAndStartedAgain() throws Exception {
        try (KafkaBroker broker = KafkaBroker.builder().heap(128).start();
                TestClients clients = new TestClients(broker.bootstrapServers())) {
            String address = broker.bootstrapServers();
            clients.createTopic("kept", 1, Map.of());
            clients.send(new ProducerRecord<>("kept", bytes("key"), bytes("before")));

            broker.kill();
            assertThat(broker.isRunning()).isFalse();
            broker.start();
            clients.send(new ProducerRecord<>("kept", bytes("key"), bytes("after")));

            assertThat(broker.bootstrapServers()).isEqualTo(address);
            assertThat(clients.readAll("kept"))
                    .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
                    .containsExactly("before", "after");
            assertThatIllegalStateException().isThrownBy(broker::start).withMessageContaining("running already");
        }
    }

    @Test
    void answersNobodyWhileItIsSuspended() throws Exception {
        try (KafkaBroker broker = KafkaBroker.builder().heap(128).start();
                Admin admin = Admin.create(Map.of(
                        AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG,
                        broker.bootstrapServers(),
                        AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG,
                        2_000))) {
            assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS)).isEmpty();

            broker.suspend();
            var whileSuspended = admin.listTopics().names();
            assertThatExceptionOfType(TimeoutException.class).isThrownBy(() -> whileSuspended.get(1, TimeUnit.SECONDS));
            assertThat(broker.isRunning()).isTrue();
            broker.resume();

            assertThat(admin.listTopics().names().get(30, TimeUnit.SECONDS)).isEmpty();
        }
    }

    @Test
    void leavesNothingBehindWhenItIsClosed() {
        KafkaBroker broker = KafkaBroker.builder().heap(128).build();
        Path directory = broker.directory().path();
        assertThat(directory).isDirectory();

        broker.close();
        broker.close();

        assertThat(directory).doesNotExist();
        assertThat(broker.isRunning()).isFalse();
        assertThatIllegalStateException().isThrownBy(broker::suspend).withMessageContaining("not running");
    }

    @Test
    void saysWhyItDidNotStart() {
        KafkaBroker.Builder broken = KafkaBroker.builder().heap(128).property("num.partitions", "none");

        assertThatExceptionOfType(KafkaBrokerException.class)
                .isThrownBy(broken::start)
                .withMessageContaining("ended while starting")
                .withMessageContaining("num.partitions");
    }

    @Test
    void refusesAStartTimeoutThatABusyMachineWouldMiss() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> KafkaBroker.builder().startTimeout(Duration.ofSeconds(10)));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
