package com.bookstore.events.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.ArgumentMatchers.anyList;
import static org.mockito.ArgumentMatchers.anyString;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.never;
import static org.mockito.Mockito.verify;
import static org.mockito.Mockito.when;

import com.bookstore.events.lease.Holding;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.outbox.relay.JdbcRelayTable.Read;
import com.bookstore.events.test.KafkaBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;
import org.springframework.kafka.core.DefaultKafkaProducerFactory;
import org.springframework.kafka.core.ProducerFactory;

/** A database whose clock is further ahead of the broker's than a topic allows. */
@Timeout(180)
class ClockAheadIntegrationTests {

    private final List<RelayRow> waiting = new ArrayList<>();
    private final JdbcRelayTable table = mock(JdbcRelayTable.class);
    private final RelayShare share = mock(RelayShare.class);

    @Test
    @SuppressWarnings({"unchecked", "rawtypes"})
    void parksNothing() throws Exception {
        LongStream.rangeClosed(1, 50).forEach(sequence -> waiting.add(row(sequence)));
        when(table.oldest(any()))
                .thenAnswer(call ->
                        ((Read) call.getArgument(0)).withoutTopics().isEmpty() ? List.copyOf(waiting) : List.of());
        doAnswer(call -> waiting.removeAll((List<RelayRow>) call.getArgument(0)))
                .when(table)
                .delete(anyList(), anyString());
        when(share.keep()).thenReturn(true);

        try (KafkaBroker broker = KafkaBroker.builder().heap(256).start()) {
            createTopic(broker);
            OutboxRelay relay = relay((ProducerFactory) new DefaultKafkaProducerFactory<>(
                    Map.of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()),
                    new StringSerializer(),
                    new ByteArraySerializer()));
            hold(Duration.ofHours(2));
            for (int answered = 0; answered < 6; ) {
                answered += relay.relay(now -> true) ? 1 : 0;
            }
            assertThat(waiting).hasSize(50);

            hold(Duration.ZERO);
            Awaitility.await().atMost(Duration.ofSeconds(60)).until(() -> {
                relay.relay(now -> true);
                return waiting.isEmpty();
            });
            relay.leave();
        }
        verify(table, never()).park(any(), any());
    }

    private static void createTopic(KafkaBroker broker) throws Exception {
        try (Admin admin =
                Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, broker.bootstrapServers()))) {
            admin.createTopics(List.of(new NewTopic("ahead", Optional.of(1), Optional.of((short) 1))))
                    .all()
                    .get(60, TimeUnit.SECONDS);
        }
    }

    private void hold(Duration ahead) {
        long now = System.nanoTime();
        long until = now + Duration.ofHours(1).toNanos();
        long millis = System.currentTimeMillis() + ahead.toMillis();
        when(share.holding()).thenReturn(new Holding("me", Map.of(1, 1L), until, millis, now));
    }

    private OutboxRelay relay(ProducerFactory<Object, Object> factory) {
        OutboxRelayProperties settings = new Binder(new MapConfigurationPropertySource(
                        Map.of(OutboxRelayProperties.PREFIX + ".unavailable-topic-delay", "10ms")))
                .bindOrCreate(OutboxRelayProperties.PREFIX, OutboxRelayProperties.class);
        return new OutboxRelay(
                table,
                new OutboxSettlement(table, EventRecorder.NO_OP, List.of()),
                share,
                new RelayProducer(
                        factory, settings.lease(), settings.batchBytes().toBytes()),
                mock(BacklogWatch.class),
                settings,
                System::nanoTime);
    }

    private static RelayRow row(long sequence) {
        return new RelayRow(sequence, 1, "e-" + sequence, "ahead", "key", "sold", null, new byte[] {1});
    }
}
