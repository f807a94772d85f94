package com.bookstore.events.deadletter.breaker;

import com.bookstore.events.deadletter.breaker.ListenerBreaker.Opening;
import com.bookstore.events.observability.LogFields;
import java.time.Duration;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One line when a breaker opens, one when it closes. */
final class BreakerLog {

    private static final Logger log = LoggerFactory.getLogger(ListenerBreaker.class);

    private final String listener;

    BreakerLog(String listener) {
        this.listener = listener;
    }

    void opened(ConsumerRecord<?, ?> last, Throwable cause, int failures, Duration pause) {
        LogFields.record(log.atWarn(), last)
                .setCause(cause)
                .log(
                        "Listener '{}' is paused for {}: {} records in a row failed, {}-{}@{} as the last. See whether what"
                                + " it depends on answers; it tries again and goes on by itself",
                        listener,
                        pause,
                        failures,
                        last.topic(),
                        last.partition(),
                        last.offset());
    }

    void closed(Opening ended, Duration length, boolean handled) {
        log.info(
                handled
                        ? "Listener '{}' goes on: a record was handled after {}, and {} that were tried before failed"
                        : "Listener '{}' goes on: no record has come after {}, and {} that were tried before failed",
                listener,
                length,
                ended.failedProbes());
    }
}
