package com.bookstore.events.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.doCallRealMethod;
import static org.mockito.Mockito.doThrow;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.mockingDetails;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.spy;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.bookstore.events.lease.Holding;
import com.bookstore.events.observability.EventRecorder;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class OutboxRelayTests {

    private static final byte[] PAYLOAD = {1};

    private final JdbcRelayTable table = mock(JdbcRelayTable.class);
    private final RelayShare share = mock(RelayShare.class);
    private final RelayProducer producers = mock(RelayProducer.class);
    private final MockProducer<Object, Object> producer =
            spy(new MockProducer<>(true, null, (topic, value) -> new byte[0], (topic, value) -> new byte[0]));

    private final AtomicLong now = new AtomicLong();

    @BeforeEach
    void own() {
        long start = System.nanoTime();
        long end = start + Duration.ofHours(1).toNanos();
        when(share.holding()).thenReturn(new Holding("me", Map.of(1, 1L), end, 0, start));
        when(share.keep()).thenReturn(true);
        when(producers.get()).thenReturn(producer);
    }

    @Test
    void keepsItsProducerWhenAllIsAnswered() throws InterruptedException {
        when(table.oldest(any())).thenReturn(List.of(row(1, "books", "a"), row(2, "books", "b")));

        assertThat(relay().relay(time -> true)).isTrue();

        verify(producers, never()).discard();
        verify(table).delete(List.of(row(1, "books", "a"), row(2, "books", "b")), "me");
    }

    @Test
    void letsGoOfAProducerThatStillHasAnswersToGive() {
        when(table.oldest(any())).thenReturn(List.of(row(1, "books", "a"), row(2, "books", "b")));
        doThrow(new StackOverflowError()).when(producer).send(any(), any());

        assertThatThrownBy(() -> relay().relay(time -> true)).isInstanceOf(StackOverflowError.class);

        verify(producers).discard();
    }

    @Test
    void looksPastEventsOfUnavailableTopicsNowAndThenOnly() throws InterruptedException {
        OutboxRelay relay = relay("unavailable-topic-delay=1h");
        when(table.oldest(any())).thenReturn(List.of(row(1, "orders", "a")));
        doThrow(new TimeoutException("no metadata")).when(producer).send(any(), any());
        relay.relay(time -> true);
        assertThat(looks()).isEqualTo(1);

        when(table.oldest(any())).thenAnswer(call -> {
            now.addAndGet(Duration.ofMillis(20).toNanos());
            return List.of();
        });
        for (int wakeUp = 0; wakeUp < 10; wakeUp++) {
            assertThat(relay.relay(time -> true)).isFalse();
        }
        assertThat(looks()).isEqualTo(2);

        now.addAndGet(Duration.ofMillis(200).toNanos());
        relay.relay(time -> true);
        assertThat(looks()).isEqualTo(3);
    }

    @Test
    void looksAtOnceWhileThereIsMoreThanItTakes() throws InterruptedException {
        OutboxRelay relay = relay("unavailable-topic-delay=1h", "batch-size=1");
        when(table.oldest(any())).thenReturn(List.of(row(1, "orders", "a")));
        doThrow(new TimeoutException("no metadata")).when(producer).send(any(), any());
        relay.relay(time -> true);

        doCallRealMethod().when(producer).send(any(), any());
        when(table.oldest(any())).thenAnswer(call -> {
            now.addAndGet(Duration.ofMillis(20).toNanos());
            return List.of(row(2, "books", "a"));
        });

        assertThat(relay.relay(time -> true)).isTrue();
        assertThat(relay.relay(time -> true)).isTrue();
    }

    private int looks() {
        return (int) mockingDetails(table).getInvocations().stream()
                .filter(call -> call.getMethod().getName().equals("oldest"))
                .count();
    }

    private OutboxRelay relay(String... properties) {
        Map<String, String> given = new LinkedHashMap<>();
        for (String property : properties) {
            int separator = property.indexOf('=');
            given.put(
                    OutboxRelayProperties.PREFIX + "." + property.substring(0, separator),
                    property.substring(separator + 1));
        }
        return new OutboxRelay(
                table,
                new OutboxSettlement(table, EventRecorder.NO_OP, List.of()),
                share,
                producers,
                mock(BacklogWatch.class),
                new Binder(new MapConfigurationPropertySource(given))
                        .bindOrCreate(OutboxRelayProperties.PREFIX, OutboxRelayProperties.class),
                now::get);
    }

    private static RelayRow row(long sequence, String topic, String key) {
        return new RelayRow(sequence, 1, "e-" + sequence, topic, key, "sold", null, PAYLOAD);
    }
}
