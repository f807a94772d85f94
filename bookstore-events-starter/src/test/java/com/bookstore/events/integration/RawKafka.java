package com.bookstore.events.integration;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Plain clients beside the library: what is really in a topic. */
public final class RawKafka {

    private RawKafka() {}

    public static RecordMetadata send(ProducerRecord<byte[], byte[]> producerRecord) {
        Map<String, Object> config = Map.of(
                "bootstrap.servers", TestBroker.bootstrapServers(), "max.request.size", 64_000_000, "linger.ms", 0);
        try (var producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            return producer.send(producerRecord).get(30, TimeUnit.SECONDS);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Reads a topic from its start until there are so many records, and what else is there. */
    public static List<ConsumerRecord<byte[], byte[]>> read(String topic, int atLeast) {
        Map<String, Object> config =
                Map.of("bootstrap.servers", TestBroker.bootstrapServers(), "auto.offset.reset", "earliest");
        try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            List<ConsumerRecord<byte[], byte[]>> found = new ArrayList<>();
            await().atMost(Duration.ofSeconds(30)).until(() -> {
                consumer.poll(Duration.ofMillis(100)).forEach(found::add);
                return found.size() >= atLeast;
            });
            consumer.poll(Duration.ofMillis(200)).forEach(found::add);
            return found;
        }
    }

    public static Set<String> topics() {
        return admin(admin -> admin.listTopics().names().get());
    }

    public static <T> T admin(AdminCall<T> call) {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", TestBroker.bootstrapServers()))) {
            return call.on(admin);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** Something asked of an admin client. */
    public interface AdminCall<T> {
        T on(Admin admin) throws Exception;
    }
}
