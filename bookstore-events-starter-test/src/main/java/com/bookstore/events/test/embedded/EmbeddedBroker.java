package com.bookstore.events.test.embedded;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** The broker of this JVM. It ends with the JVM, after the contexts that use it: without it their clients would not end. */
final class EmbeddedBroker {

    private static @Nullable Start start;

    private final EmbeddedKafkaKraftBroker broker;
    private final Set<ConfigurableApplicationContext> users =
            Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private EmbeddedBroker() {
        broker = new EmbeddedKafkaKraftBroker(1, 1);
        broker.brokerProperty("auto.create.topics.enable", "false");
        broker.brokerProperty("group.initial.rebalance.delay.ms", "0");
        broker.brokerProperty("offsets.topic.num.partitions", "3");
        broker.brokerProperty("transaction.state.log.num.partitions", "3");
        broker.brokerProperty("share.coordinator.state.topic.num.partitions", "3");
        broker.brokerProperty("log.cleaner.dedupe.buffer.size", "2097152");
        // By default it would set spring.kafka.bootstrap-servers for the whole JVM, also for tests without this
        // annotation.
        broker.brokerListProperty("bookstore.events.test.embedded-broker");
        broker.afterPropertiesSet();
        Runtime.getRuntime().addShutdownHook(new Thread(this::shutDown, "embedded-event-broker"));
    }

    /**
     * Returns the broker of this JVM, which the first call starts.
     *
     * @throws EmbeddedBrokerException if it does not start; once it has not, each further call fails at once
     */
    static synchronized EmbeddedBroker shared() {
        if (start == null) {
            start = Start.attempt(EmbeddedBroker::new);
        }
        return start.broker();
    }

    void usedBy(ConfigurableApplicationContext context) {
        users.add(context);
    }

    String bootstrapServers() {
        return broker.getBrokersAsString();
    }

    private void shutDown() {
        List<ConfigurableApplicationContext> open;
        synchronized (users) {
            open = new ArrayList<>(users);
        }
        open.forEach(ConfigurableApplicationContext::close);
        broker.destroy();
    }

    /** The one attempt; a second one would keep each test class waiting for what has no chance. */
    record Start(@Nullable EmbeddedBroker started, @Nullable Throwable failure) {

        static Start attempt(Supplier<EmbeddedBroker> broker) {
            try {
                return new Start(broker.get(), null);
            } catch (RuntimeException | LinkageError failure) {
                return new Start(null, failure);
            }
        }

        EmbeddedBroker broker() {
            if (started == null) {
                throw EmbeddedBrokerException.notStarted(Objects.requireNonNull(failure));
            }
            return started;
        }
    }
}
