package com.bookstore.events.deadletter.breaker;

import java.util.function.BooleanSupplier;
import org.springframework.kafka.listener.MessageListenerContainer;

/**
 * Makes a container pause or go on as it is wanted at that moment. No lock is held meanwhile: a container that stops holds
 * its own until its threads have ended, and they may be here.
 */
final class ContainerPause {

    private final BooleanSupplier wanted;
    private volatile boolean own;

    ContainerPause(BooleanSupplier wanted) {
        this.wanted = wanted;
    }

    /** Goes on until what was done is still what is wanted. A pause that somebody else asked for is left as it is. */
    void settle(MessageListenerContainer container) {
        boolean pause;
        do {
            pause = wanted.getAsBoolean();
            if (pause) {
                if (container.isRunning() && !container.isPauseRequested()) {
                    container.pause();
                    own = true;
                }
            } else if (own) {
                own = false;
                container.resume();
            }
        } while (pause != wanted.getAsBoolean());
    }
}
