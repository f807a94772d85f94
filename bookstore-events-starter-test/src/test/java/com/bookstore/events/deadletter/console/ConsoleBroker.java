package com.bookstore.events.deadletter.console;

import com.bookstore.events.deadletter.store.Letter;
import com.bookstore.events.test.KafkaBroker;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** The broker of the tests of the console. */
final class ConsoleBroker {

    private static final KafkaBroker BROKER = KafkaBroker.builder()
            .heap(256)
            .property("auto.create.topics.enable", "false")
            .property("group.initial.rebalance.delay.ms", "0")
            .start();

    private ConsoleBroker() {}

    static String bootstrapServers() {
        return BROKER.bootstrapServers();
    }

    static void createTopics(String... names) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", bootstrapServers()))) {
            List<NewTopic> topics = new ArrayList<>();
            for (String name : names) {
                topics.add(new NewTopic(name, Optional.of(1), Optional.of((short) 1)));
            }
            admin.createTopics(topics).all().get(60, TimeUnit.SECONDS);
        }
    }

    static void send(Collection<Letter> letters, String topic) throws Exception {
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", bootstrapServers(), "linger.ms", 20),
                new ByteArraySerializer(),
                new ByteArraySerializer())) {
            List<Future<?>> sent = new ArrayList<>();
            for (Letter letter : letters) {
                sent.add(producer.send(letter.to(topic)));
            }
            for (Future<?> one : sent) {
                one.get(60, TimeUnit.SECONDS);
            }
        }
    }
}
