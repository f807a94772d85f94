package com.bookstore.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.test.published.PublishedEvents;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.admin.TopicDescription;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.KafkaAdmin;
import org.springframework.kafka.core.KafkaTemplate;

@ShopTest
class EmbeddedEventBrokerIntegrationTests {

    @Autowired
    KafkaAdmin admin;

    @Autowired
    KafkaListenerEndpointRegistry listeners;

    @Autowired
    Shelf shelf;

    @Value("${spring.kafka.bootstrap-servers}")
    String servers;

    @Test
    void hasTheTopicsOfEventsBeansAndListenersWithOneReplica() {
        Map<String, TopicDescription> topics =
                admin.describeTopics("book-events", "inventory-events", "dead-letter-queue", "receipts", "payments");

        assertThat(topics.values()).allSatisfy(topic -> assertThat(topic.partitions())
                .allSatisfy(partition -> assertThat(partition.replicas()).hasSize(1)));
        assertThat(topics.get("receipts").partitions()).hasSize(2);
        assertThat(topics.get("book-events").partitions()).hasSize(3);
    }

    @Test
    void hasListenersThatHaveTheirPartitions() {
        assertThat(listeners.getListenerContainers()).hasSize(2).allSatisfy(listener -> assertThat(
                        listener.getAssignedPartitions())
                .hasSize(3));
    }

    @Test
    void servesBootsOwnClientsAndThoseThatReadTheProperty(
            @Autowired KafkaTemplate<Object, Object> template, PublishedEvents published) {
        template.send("payments", "k", "29.90").join();

        assertThat(published)
                .containsMalformed()
                .onTopic("payments")
                .withKey("k")
                .handledBy("shop-payments");
        assertThat(shelf.titles).contains("29.90");
        assertThat(servers).contains("localhost:").doesNotContain("invalid");
    }

    @Nested
    class NestedTests {

        @Test
        void haveTheBrokerToo(PublishedEvents published, @Autowired KafkaAdmin sameAdmin) {
            assertThat(published).isEmpty();
            assertThat(sameAdmin).isSameAs(admin);
        }
    }

    /** Found by a composed annotation on a superclass. */
    static class SubclassTests extends EmbeddedEventBrokerIntegrationTests {}

    @Test
    void leavesTheJvmsPropertiesToOtherTests() {
        assertThat(System.getProperties().stringPropertyNames())
                .doesNotContainAnyElementsOf(Set.of("spring.kafka.bootstrap-servers"));
    }
}
