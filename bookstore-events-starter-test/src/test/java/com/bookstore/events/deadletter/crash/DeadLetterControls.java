package com.bookstore.events.deadletter.crash;

import com.bookstore.events.crash.Halts;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.Consumer;

/** What a service is told to do wrong at the moment. */
final class DeadLetterControls {

    private final Halts halts;
    private final Map<String, Consumer<?, ?>> consumers = new ConcurrentHashMap<>();
    private volatile DeadLetterMutation mutation = DeadLetterMutation.NONE;
    private volatile boolean failing;

    DeadLetterControls(Halts halts) {
        this.halts = halts;
    }

    Halts halts() {
        return halts;
    }

    boolean lacks(DeadLetterMutation protection) {
        return mutation == protection;
    }

    void mutate(DeadLetterMutation newMutation) {
        mutation = newMutation;
    }

    boolean isFailing() {
        return failing;
    }

    void fail(boolean newFailing) {
        failing = newFailing;
    }

    void consumes(Consumer<?, ?> consumer) {
        consumers.put(consumer.groupMetadata().groupId(), consumer);
    }

    /** Commits what the group's consumer has read; on its thread. */
    void commitEarly(String group) {
        if (lacks(DeadLetterMutation.EARLY_OFFSET)) {
            Objects.requireNonNull(consumers.get(group), group).commitSync();
        }
    }
}
