package com.bookstore.events.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeout;

import java.time.Duration;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** What a value is judged to be, and everything that holds whatever the judgement is. */
enum Verdict {
    KNOWN(ReceivedEvent.Known.class),
    UNKNOWN(ReceivedEvent.Unknown.class),
    UNIDENTIFIED(ReceivedEvent.Unidentified.class),
    MALFORMED(ReceivedEvent.Malformed.class);

    /** Stands in hostile documents where a value is wanted; no message may repeat it. */
    static final String SECRET = "s3cr3t";

    private static final Duration BOUND = Duration.ofSeconds(10);

    private final Class<? extends ReceivedEvent> kind;

    Verdict(Class<? extends ReceivedEvent> kind) {
        this.kind = kind;
    }

    ReceivedEvent isGivenBy(EventDeserializer deserializer, byte[] value) {
        return isGivenBy(deserializer, new RecordHeaders(), value);
    }

    ReceivedEvent isGivenBy(EventDeserializer deserializer, Headers headers, byte[] value) {
        ReceivedEvent received = judge(deserializer, headers, value);
        assertThat(received).isInstanceOf(kind);
        return received;
    }

    /** Reads a value of which only this is known: it ends as one of the three, with its bytes, in time. */
    static ReceivedEvent judge(EventDeserializer deserializer, Headers headers, byte[] value) {
        byte[] asArrived = value.clone();
        ReceivedEvent received = assertTimeout(BOUND, () -> deserializer.deserialize("topic", headers, value));
        assertThat(received).isNotNull();
        assertThat(received.raw()).isSameAs(value).isEqualTo(asArrived);
        if (received instanceof ReceivedEvent.Malformed malformed) {
            assertThat(malformed.failure()).hasNoCause();
            assertThat(malformed.failure().getMessage())
                    .startsWith("Not an event: ")
                    .hasSizeLessThan(250)
                    .doesNotContain(SECRET)
                    .matches("\\p{Print}+");
        }
        return received;
    }
}
