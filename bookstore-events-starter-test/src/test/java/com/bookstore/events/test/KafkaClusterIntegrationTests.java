package com.bookstore.events.test;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(300)
class KafkaClusterIntegrationTests {

    @Test
    void servesClientsWhileOneOfItsBrokersIsDown() throws Exception {
        try (KafkaCluster cluster = KafkaBroker.builder().heap(128).cluster(3).start();
                TestClients clients = new TestClients(cluster.bootstrapServers());
                Admin admin =
                        Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, cluster.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("replicated", 1, (short) 3)))
                    .all()
                    .get(60, TimeUnit.SECONDS);
            clients.send(new ProducerRecord<>("replicated", bytes("before")));

            cluster.broker(1).kill();
            clients.send(new ProducerRecord<>("replicated", bytes("meanwhile")));
            cluster.broker(1).start();
            clients.send(new ProducerRecord<>("replicated", bytes("after")));

            assertThat(clients.readAll("replicated"))
                    .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
                    .containsExactly("before", "meanwhile", "after");
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
