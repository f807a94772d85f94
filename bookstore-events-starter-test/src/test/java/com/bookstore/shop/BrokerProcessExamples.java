package com.bookstore.shop;

import com.bookstore.events.test.KafkaBroker;
import com.bookstore.events.test.KafkaCluster;
import com.bookstore.events.test.SecuredKafkaBroker;
import java.time.Duration;
import org.apache.kafka.clients.admin.Admin;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** What the documentation shows of broker processes; their own tests run it. */
class BrokerProcessExamples {

    void broker() {
        try (KafkaBroker broker = KafkaBroker.builder()
                .heap(256) // MiB, at least 64; default 256
                .property("message.max.bytes", "2097152") // any property of the broker
                .startTimeout(Duration.ofSeconds(120)) // at least 60 s; default 90 s
                .start()) {
            broker.bootstrapServers();
        }
    }

    void cluster() {
        try (KafkaCluster cluster = KafkaBroker.builder().cluster(3).start()) {
            cluster.bootstrapServers(); // of every broker
            cluster.broker(0).kill();
        }
    }

    void secured() {
        try (SecuredKafkaBroker broker = SecuredKafkaBroker.builder()
                .plainUser("shop", "shop-secret")
                .scramUser("audit", "audit-secret")
                .certificateHost("localhost") // with another host, clients refuse the certificate
                .start()) {
            Admin.create(broker.clientProperties("shop")).close();
        }
    }

    @SpringBootTest
    static class OrdersTests {

        private static final KafkaBroker BROKER = KafkaBroker.builder().start();

        @DynamicPropertySource
        static void broker(DynamicPropertyRegistry registry) {
            registry.add("spring.kafka.bootstrap-servers", BROKER::bootstrapServers);
        }
    }
}
