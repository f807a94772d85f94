package com.bookstore.events.publishing.idempotent;

import com.bookstore.events.integration.Starter;
import com.bookstore.events.json.EventSerializer;
import com.bookstore.events.observability.EventRecorder;
import com.bookstore.events.observability.EventTracing;
import com.bookstore.events.publishing.EventMetadataFactory;
import com.bookstore.events.type.EventTypeRegistry;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

/** Makes publishers like those of several instances of a service, over one store and one broker. */
final class Publisher implements AutoCloseable {

    static final Duration LEASE = Duration.ofMinutes(1);

    private static final Publications PUBLICATIONS = publications();

    final List<EventRecorder.IdempotentOutcome> outcomes = new ArrayList<>();
    final ClaimingEventPublisher events;
    int unconfirmed;

    /** Settings as {@code deadline=1s}. */
    Publisher(TestStore store, TestKafka kafka, String... settings) {
        this(LEASE, store, kafka, settings);
    }

    Publisher(Duration leased, TestStore store, TestKafka kafka, String... settings) {
        IdempotentPublishingProperties properties = properties(settings);
        EventRecorder recorder = new EventRecorder() {
            @Override
            public void idempotentPublication(IdempotentOutcome outcome) {
                synchronized (outcomes) {
                    outcomes.add(outcome);
                }
            }

            @Override
            public void unconfirmed() {
                unconfirmed++;
            }
        };
        Lease lease = new Lease(leased, Duration.ofSeconds(5), Duration.ofSeconds(30));
        events = new ClaimingEventPublisher(
                PUBLICATIONS,
                () -> new PublicationPipeline(store, kafka, recorder, lease, properties),
                new SpringRetries(properties.retry()),
                recorder,
                properties.effectiveDeadline(),
                properties.stopTimeout());
    }

    private static IdempotentPublishingProperties properties(String... settings) {
        MapConfigurationPropertySource source = new MapConfigurationPropertySource();
        source.put("p.retry.delay", "10ms");
        for (String setting : settings) {
            int separator = setting.indexOf('=');
            source.put("p." + setting.substring(0, separator), setting.substring(separator + 1));
        }
        return new Binder(source).bindOrCreate("p", IdempotentPublishingProperties.class);
    }

    private static Publications publications() {
        AtomicReference<Publications> made = new AtomicReference<>();
        Starter.runner()
                .run(context -> made.set(new Publications(
                        context.getBean(EventTypeRegistry.class),
                        context.getBean(EventSerializer.class),
                        context.getBean(EventMetadataFactory.class),
                        EventTracing.NO_OP)));
        return made.get();
    }

    @Override
    public void close() {
        events.stop();
    }
}
