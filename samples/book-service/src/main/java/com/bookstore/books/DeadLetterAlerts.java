package com.bookstore.books;

import com.bookstore.events.deadletter.store.DeadLetter;
import com.bookstore.events.deadletter.store.DeadLetterListener;
import com.bookstore.events.observability.LogText;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Tells the operators of each new dead letter: a line in the log, and a counter on which an alert can be set. A pager or a
 * chat would be called here, too, but not waited for: the consumer that fills the store does not go on before this returns.
 */
@Component
class DeadLetterAlerts implements DeadLetterListener {

    private static final Logger log = LoggerFactory.getLogger(DeadLetterAlerts.class);

    private final Counter stored;
    private final Counter diedAgain;

    DeadLetterAlerts(MeterRegistry meters) {
        stored = counter(meters, "false");
        diedAgain = counter(meters, "true");
    }

    /** Its tags are few and known. A topic or a cause is what some producer has written: it belongs into the log. */
    private static Counter counter(MeterRegistry meters, String again) {
        return Counter.builder("book.service.dead.letter.alerts")
                .description("Dead letters the operators were told of")
                .tag("again", again)
                .register(meters);
    }

    @Override
    public void stored(DeadLetter letter) {
        stored.increment();
        log("Dead letter {}: {}-{}@{}, event {}, {}: {}", letter);
    }

    @Override
    public void diedAgain(DeadLetter letter) {
        diedAgain.increment();
        log("Dead letter {} died again in its replay: {}-{}@{}, event {}, {}: {}", letter);
    }

    /** What comes from the wire could have line breaks in it, which would look like lines of the log. */
    private static void log(String message, DeadLetter letter) {
        log.warn(
                message,
                letter.id(),
                LogText.of(letter.source().topic()),
                letter.source().partition(),
                letter.source().offset(),
                letter.eventId() == null ? "without an id" : LogText.of(letter.eventId()),
                LogText.of(letter.cause().type()),
                LogText.of(letter.cause().message()));
    }
}
