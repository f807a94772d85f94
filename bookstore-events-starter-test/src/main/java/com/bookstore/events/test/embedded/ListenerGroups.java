package com.bookstore.events.test.embedded;

import com.bookstore.events.topic.EventTopics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Prepares the broker for the listeners of a context, each time they are started:
 *
 * <ol>
 *   <li>create the topics they and the publisher need, so that nobody waits for metadata;
 *   <li>move their groups behind what other contexts and test classes have left on these topics;
 *   <li>once they are started, wait until each group has all its partitions;
 *   <li>before each test method, give them time to handle what is there.
 * </ol>
 */
final class ListenerGroups implements SmartLifecycle, AutoCloseable {

    private static final Logger log = LoggerFactory.getLogger(ListenerGroups.class);
    private static final Duration SETTLING = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(25);

    private final ListableBeanFactory beans;
    private final BrokerAdmin admin;
    private final Map<String, Map<?, ?>> givenUp = new HashMap<>();
    private volatile boolean running;

    ListenerGroups(ListableBeanFactory beans, String bootstrapServers) {
        this.beans = beans;
        this.admin = new BrokerAdmin(bootstrapServers);
    }

    @Override
    public void start() {
        List<ListenerGroup> groups = ListenerGroup.of(
                containers().stream().filter(SmartLifecycle::isAutoStartup).toList());
        try {
            admin.create(topics(groups));
            for (ListenerGroup group : groups) {
                admin.skipToEnd(group);
            }
        } catch (RuntimeException failure) {
            throw EmbeddedBrokerException.unprepared(failure);
        }
        running = true;
    }

    private Collection<NewTopic> topics(List<ListenerGroup> groups) {
        Map<String, NewTopic> topics = new HashMap<>();
        groups.stream()
                .flatMap(group -> group.topics().stream())
                .forEach(topic -> topics.put(topic, BrokerAdmin.newTopic(topic)));
        beans.getBeansOfType(EventTopics.class, false, true).values().stream()
                .flatMap(declared -> declared.topics().stream())
                .forEach(topic -> topics.put(topic.name(), topic));
        beans.getBeansOfType(NewTopic.class, false, true).values().forEach(topic -> topics.put(topic.name(), topic));
        return topics.values();
    }

    /** Waits until the groups of all running listeners have all partitions of their topics. */
    void awaitAssignment(Duration timeout) {
        List<String> missing = new ArrayList<>();
        try {
            Awaitility.await()
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(POLL)
                    .atMost(timeout.plusMillis(1))
                    .until(() -> {
                        missing.clear();
                        missing.addAll(incomplete());
                        return missing.isEmpty();
                    });
        } catch (ConditionTimeoutException late) {
            throw EmbeddedBrokerException.unassigned(timeout.toMillis() + " ms", String.join("; ", missing), late);
        }
    }

    private List<String> incomplete() {
        List<ListenerGroup> groups = running();
        if (groups.isEmpty()) {
            return List.of();
        }
        var existing = admin.partitions();
        return groups.stream()
                .filter(group -> !group.assigned().containsAll(group.partitions(existing)))
                .map(group -> "'%s' has %s of %s, members %s"
                        .formatted(group.id(), group.assigned(), group.partitions(existing), admin.members(group.id())))
                .toList();
    }

    /** Waits until what is there is handled, for some seconds at most: a listener may be meant to fail, or to be slow. */
    void settle() {
        for (ListenerGroup group : running()) {
            try {
                Awaitility.await()
                        .pollInSameThread()
                        .pollDelay(Duration.ZERO)
                        .pollInterval(POLL)
                        .atMost(SETTLING)
                        .until(() -> isSettled(group));
            } catch (ConditionTimeoutException unsettled) {
                givenUp.put(group.id(), admin.lag(group));
                log.warn(
                        "Group '{}' has not handled after {} s what earlier test methods left: {}",
                        group.id(),
                        SETTLING.toSeconds(),
                        admin.lag(group));
            }
        }
    }

    private boolean isSettled(ListenerGroup group) {
        var lag = admin.lag(group);
        return lag.isEmpty() || lag.equals(givenUp.get(group.id()));
    }

    private List<ListenerGroup> running() {
        return ListenerGroup.of(containers().stream()
                .filter(MessageListenerContainer::isRunning)
                .toList());
    }

    private Set<MessageListenerContainer> containers() {
        Stream<MessageListenerContainer> registered =
                beans.getBeansOfType(KafkaListenerEndpointRegistry.class, false, true).values().stream()
                        .flatMap(registry -> registry.getListenerContainers().stream());
        return Stream.concat(
                        registered, beans.getBeansOfType(MessageListenerContainer.class, false, true).values().stream())
                .collect(Collectors.toCollection(HashSet::new));
    }

    @Override
    public void stop() {
        running = false;
    }

    @Override
    public boolean isRunning() {
        return running;
    }

    /** Before everything else: before the listeners, and before the starter looks for its topics. */
    @Override
    public int getPhase() {
        return Integer.MIN_VALUE;
    }

    @Override
    public void close() {
        admin.close();
    }
}
