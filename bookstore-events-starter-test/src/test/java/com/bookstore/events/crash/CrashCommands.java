package com.bookstore.events.crash;

import java.util.Objects;
import org.springframework.kafka.config.KafkaListenerEndpointRegistry;
import org.springframework.kafka.listener.MessageListenerContainer;

/** What a service can be told: the number of the command, its name, its arguments. */
final class CrashCommands {

    private final Halts halts;
    private final CurrentMutation mutation;
    private final CrashPublishing publishing;
    private final KafkaListenerEndpointRegistry listeners;

    CrashCommands(
            Halts halts,
            CurrentMutation mutation,
            CrashPublishing publishing,
            KafkaListenerEndpointRegistry listeners) {
        this.halts = halts;
        this.mutation = mutation;
        this.publishing = publishing;
        this.listeners = listeners;
    }

    void run(String... words) {
        switch (words[1]) {
            case "arm" ->
                halts.arm(CrashPoint.valueOf(words[2]), Integer.parseInt(words[3]), Boolean.parseBoolean(words[4]));
            case "release" -> halts.release();
            case "mutate" -> mutation.set(Mutation.valueOf(words[2]));
            case "publish" ->
                publishing.publish(
                        new Run(words[2], Integer.parseInt(words[3]), Integer.parseInt(words[4])),
                        Long.parseLong(words[5]));
            case "start" -> listener(words[2]).start();
            case "stop" -> listener(words[2]).stop();
            default -> throw new IllegalArgumentException(words[1]);
        }
    }

    private MessageListenerContainer listener(String id) {
        return Objects.requireNonNull(listeners.getListenerContainer(id), id);
    }
}
