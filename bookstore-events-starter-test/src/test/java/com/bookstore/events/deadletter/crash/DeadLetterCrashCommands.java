package com.bookstore.events.deadletter.crash;

import com.bookstore.events.crash.CrashPoint;
import com.bookstore.events.crash.Patience;
import com.bookstore.events.deadletter.replay.DeadLetterReplays;
import com.bookstore.events.deadletter.replay.ReplayProgress;
import com.bookstore.events.deadletter.replay.ReplayRefusedException;
import com.bookstore.events.deadletter.replay.ReplayRequest;
import com.bookstore.events.deadletter.store.DeadLetterFilter;
import com.bookstore.events.publishing.EventPublisher;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.errors.TimeoutException;
import org.springframework.context.ApplicationContext;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.core.ProducerFactory;
import org.springframework.kafka.listener.MessageListenerContainer;

/** What a service can be told: the number of the command, its name, its arguments. */
final class DeadLetterCrashCommands {

    private static final ReplayRequest EVERYTHING =
            ReplayRequest.of(DeadLetterFilter.ALL.withConsumerGroup(DeadLetterHandler.GROUP));

    private final DeadLetterControls controls;
    private final EventPublisher publisher;
    private final ProducerFactory<?, ?> producers;
    private final DeadLetterReplays replays;
    private final KafkaListenerEndpointRegistry listeners;
    private final String who;

    DeadLetterCrashCommands(ApplicationContext context, DeadLetterControls controls, String who) {
        this.controls = controls;
        this.publisher = context.getBean(EventPublisher.class);
        this.producers = context.getBean("eventProducerFactory", ProducerFactory.class);
        this.replays = context.getBean(DeadLetterReplays.class);
        this.listeners = context.getBean(KafkaListenerEndpointRegistry.class);
        this.who = who;
    }

    void run(String... words) {
        switch (words[1]) {
            case "arm" ->
                controls.halts()
                        .arm(CrashPoint.valueOf(words[2]), Integer.parseInt(words[3]), Boolean.parseBoolean(words[4]));
            case "release" -> controls.halts().release();
            case "mutate" -> controls.mutate(DeadLetterMutation.valueOf(words[2]));
            case "fail" -> controls.fail(Boolean.parseBoolean(words[2]));
            case "publish" -> publish(new DyingRun(words[2], Boolean.parseBoolean(words[3])));
            case "start" -> listener(words[2]).start();
            case "stop" -> listener(words[2]).stop();
            case "replay" -> replay();
            case "ended" -> Patience.until(() -> replays.recent().stream().allMatch(DeadLetterCrashCommands::hasEnded));
            default -> throw new IllegalArgumentException(words[1]);
        }
    }

    private void publish(DyingRun run) {
        Patience.until(this::isTopicKnown);
        List<CompletableFuture<?>> sent = run.events().stream()
                .<CompletableFuture<?>>map(publisher::publish)
                .toList();
        sent.forEach(CompletableFuture::join);
    }

    /** The service waits a second for it, which is little on a busy machine. */
    private boolean isTopicKnown() {
        try (Producer<?, ?> producer = producers.createProducer()) {
            return !producer.partitionsFor(Dying.TOPIC).isEmpty();
        } catch (TimeoutException notYet) {
            return false;
        }
    }

    private MessageListenerContainer listener(String id) {
        return Objects.requireNonNull(listeners.getListenerContainer(id), id);
    }

    private void replay() {
        try {
            replays.start(EVERYTHING, who);
        } catch (ReplayRefusedException nothing) {
            System.out.println(nothing.getMessage());
        }
    }

    private static boolean hasEnded(ReplayProgress run) {
        return run.state().isEnd();
    }
}
