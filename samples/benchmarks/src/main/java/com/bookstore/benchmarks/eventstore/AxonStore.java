package com.bookstore.benchmarks.eventstore;

import com.bookstore.benchmarks.kafka.Book;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.jdbc.EventSchema;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.eventsourcing.eventstore.jdbc.PostgresEventTableFactory;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Axon Framework's event storage in a database, on the connections and transactions of the starter's service. It is the engine
 * alone that is measured: no bus, no unit of work, no interceptors.
 *
 * @param engine what stores events
 * @param events where it stores them
 */
record AxonStore(JdbcEventStorageEngine engine, EventTable events) implements EventAppender {

    static final String SETTINGS = "axon-eventsourcing 4.13.0, JdbcEventStorageEngine, PostgresEventTableFactory,"
            + " Jackson3Serializer, SpringTransactionManager, otherwise as it comes";

    private static final String TABLE = "DomainEventEntry";

    private static final String ROWS =
            """
            SELECT aggregateIdentifier, sequenceNumber + 1, payload FROM %s WHERE globalIndex > %d""";

    /** As of https://docs.axoniq.io/axon-framework-reference/4.13/events/event-bus-and-event-store/. */
    static AxonStore create(StoreService service) {
        Jackson3Serializer json = Jackson3Serializer.builder().build();
        JdbcEventStorageEngine engine = JdbcEventStorageEngine.builder()
                .snapshotSerializer(json)
                .eventSerializer(json)
                .connectionProvider(new SpringDataSourceConnectionProvider(service.dataSource()))
                .transactionManager(
                        new SpringTransactionManager(service.service().bean(PlatformTransactionManager.class)))
                .schema(EventSchema.builder().build())
                .build();
        engine.createSchema(PostgresEventTableFactory.INSTANCE);
        return new AxonStore(engine, new EventTable(service.table().database(), TABLE));
    }

    @Override
    public void append(String streamId, long version, Book book) {
        engine.appendEvents(new GenericDomainEventMessage<>(Streams.TYPE, streamId, version, book.event()));
    }

    AppendContender.Table table() {
        return new AppendContender.Table(
                () -> {
                    events.empty();
                    return 0;
                },
                position -> events.read(ROWS.formatted(events.name(), position)));
    }
}
