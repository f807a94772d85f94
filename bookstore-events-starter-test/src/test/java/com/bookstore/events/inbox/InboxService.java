package com.bookstore.events.inbox;

import com.bookstore.events.observability.EventRecorder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;
import org.springframework.boot.Banner;
import org.springframework.boot.SpringBootConfiguration;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.kafka.annotation.KafkaListener;
import org.springframework.kafka.listener.BatchListenerFailedException;
import org.springframework.kafka.support.Acknowledgment;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** A service with listeners of every kind, each with a topic of its own. */
@SpringBootConfiguration
@EnableAutoConfiguration
class InboxService {

    static final List<String> TOPICS = List.of("single", "batch", "manual", "back", "shared");

    /** How long a handler of the shared topic keeps its transaction open for the other to come. */
    private static final int MILLIS_FOR_THE_OTHER = 500;

    final Accounts accounts;
    final Queue<List<String>> batches = new ConcurrentLinkedQueue<>();
    final Queue<String> transactions = new ConcurrentLinkedQueue<>();
    final Queue<Long> committedWhileHandling = new ConcurrentLinkedQueue<>();
    private final CyclicBarrier bothHandle = new CyclicBarrier(2);
    private final Map<String, Integer> nacks = new ConcurrentHashMap<>();

    InboxService(DataSource dataSource) {
        accounts = new Accounts(dataSource);
    }

    static ConfigurableApplicationContext start(DataSource dataSource, String prefix, String... properties) {
        Map<String, String> arguments = new LinkedHashMap<>();
        arguments.put("spring.application.name", prefix);
        arguments.put("spring.kafka.bootstrap-servers", SharedBroker.bootstrapServers());
        arguments.put("inbox.prefix", prefix);
        arguments.put("bookstore.events.inbox.initialize-schema", "always");
        arguments.put("bookstore.events.listening.missing-event-id", "position");
        arguments.put("bookstore.events.topics.dead-letter-queue.name", prefix + "-dead");
        arguments.put("bookstore.events.dead-letter.retry.delay", "50ms");
        for (String property : properties) {
            int separator = property.indexOf('=');
            arguments.put(property.substring(0, separator), property.substring(separator + 1));
        }
        return new SpringApplicationBuilder(InboxService.class)
                .web(WebApplicationType.NONE)
                .bannerMode(Banner.Mode.OFF)
                .initializers(context -> context.getBeanFactory().registerSingleton("dataSource", dataSource))
                .run(arguments.entrySet().stream()
                        .map(argument -> "--" + argument.getKey() + "=" + argument.getValue())
                        .toArray(String[]::new));
    }

    @Bean
    static Skipped skipped() {
        return new Skipped();
    }

    @IdempotentConsumer
    @KafkaListener(topics = "${inbox.prefix}-single", groupId = "${inbox.prefix}-single", concurrency = "1")
    void single(Deposit deposit) {
        transactions.add(String.valueOf(TransactionSynchronizationManager.getCurrentTransactionName()));
        accounts.deposit(deposit);
    }

    @IdempotentConsumer
    @KafkaListener(
            topics = "${inbox.prefix}-batch",
            groupId = "${inbox.prefix}-batch",
            concurrency = "1",
            batch = "true")
    void batch(List<Deposit> deposits) {
        batches.add(deposits.stream().map(Deposit::account).toList());
        for (int i = 0; i < deposits.size(); i++) {
            try {
                accounts.deposit(deposits.get(i));
            } catch (IllegalStateException failure) {
                throw deposits.get(i).account().startsWith("named")
                        ? new BatchListenerFailedException("no", failure, i)
                        : failure;
            }
        }
    }

    @IdempotentConsumer
    @KafkaListener(topics = "${inbox.prefix}-manual", groupId = "${inbox.prefix}-manual", concurrency = "1")
    void manual(Deposit deposit, Acknowledgment acknowledgment, Consumer<?, ?> kafka) throws Exception {
        acknowledgment.acknowledge();
        accounts.deposit(deposit);
        TopicPartition partition = kafka.assignment().iterator().next();
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", SharedBroker.bootstrapServers()))) {
            var committed = admin.listConsumerGroupOffsets(kafka.groupMetadata().groupId())
                    .partitionsToOffsetAndMetadata()
                    .get(30, TimeUnit.SECONDS)
                    .get(partition);
            committedWhileHandling.add(committed == null ? 0 : committed.offset());
        }
    }

    /** Wants each event again once. */
    @IdempotentConsumer
    @KafkaListener(topics = "${inbox.prefix}-back", groupId = "${inbox.prefix}-back", concurrency = "1")
    void back(Deposit deposit, Acknowledgment acknowledgment) {
        accounts.deposit(deposit);
        if (nacks.merge(deposit.account(), 1, Integer::sum) == 1) {
            acknowledgment.nack(Duration.ofMillis(10));
        } else {
            acknowledgment.acknowledge();
        }
    }

    @IdempotentConsumer(name = "${inbox.prefix}-both")
    @KafkaListener(topics = "${inbox.prefix}-shared", groupId = "${inbox.prefix}-one", concurrency = "1")
    void one(Deposit deposit) throws Exception {
        together(deposit);
    }

    @IdempotentConsumer(name = "${inbox.prefix}-both")
    @KafkaListener(topics = "${inbox.prefix}-shared", groupId = "${inbox.prefix}-other", concurrency = "1")
    void other(Deposit deposit) throws Exception {
        together(deposit);
    }

    /** Holds the transaction open until the other listener is here too, or has had the time to come. */
    private void together(Deposit deposit) throws Exception {
        accounts.deposit(deposit);
        try {
            bothHandle.await(MILLIS_FOR_THE_OTHER, TimeUnit.MILLISECONDS);
        } catch (TimeoutException | BrokenBarrierException alone) {
            bothHandle.reset();
        }
    }

    /** Counts what was skipped as a duplicate, and what failed; knows which listeners are paused. */
    static final class Skipped implements EventRecorder {

        private final Map<String, AtomicInteger> duplicates = new ConcurrentHashMap<>();
        private final AtomicInteger failures = new AtomicInteger();
        private final Map<String, Boolean> paused = new ConcurrentHashMap<>();

        @Override
        public void listenerBreaker(String listener, String group, boolean open) {
            paused.put(group, open);
        }

        /** Whether the listener of a group is paused; {@code null} if it never was. */
        Boolean paused(String group) {
            return paused.get(group);
        }

        @Override
        public void processingFailed(String topic) {
            failures.incrementAndGet();
        }

        int failures() {
            return failures.get();
        }

        @Override
        public void skipped(String topic, SkipReason reason) {
            if (reason == SkipReason.DUPLICATE) {
                duplicates.computeIfAbsent(topic, any -> new AtomicInteger()).incrementAndGet();
            }
        }

        int of(String topic) {
            AtomicInteger count = duplicates.get(topic);
            return count == null ? 0 : count.get();
        }
    }
}
