package com.bookstore.events.cdc;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventEnvelope;
import com.bookstore.events.cdc.CdcProperties.Snapshot;
import com.bookstore.events.cdc.change.ChangeReader;
import com.bookstore.events.cdc.change.ChangeRecord;
import com.bookstore.events.cdc.change.Operation;
import com.bookstore.events.cdc.change.RowChange;
import com.bookstore.events.observability.EventRecorder.SkipReason;
import com.bookstore.events.publishing.EventMetadataFactory;
import com.bookstore.events.type.EventTypeRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** A table whose changes are read, and what they mean. Thread-safe. */
final class ChangeTable<R> {

    private final ChangeTranslator<R> translator;
    private final String name;
    private final ChangeReader<R> reader;
    private final Snapshot snapshots;
    private final Set<String> ignoredOrigins;
    private final EventTypeRegistry types;
    private final EventMetadataFactory metadata;

    ChangeTable(
            ChangeTranslator<R> translator,
            ChangeReader.Settings settings,
            CdcProperties properties,
            EventTypeRegistry types,
            EventMetadataFactory metadata) {
        this.translator = translator;
        this.name = translator.table();
        this.reader = ChangeReader.of(translator.rowType(), settings);
        this.snapshots = properties.snapshot();
        this.ignoredOrigins = Set.copyOf(properties.ignoredOrigins());
        this.types = types;
        this.metadata = metadata;
    }

    String name() {
        return name;
    }

    /**
     * Reads a record and translates it.
     *
     * @throws com.bookstore.events.cdc.change.MalformedChangeException if it is no change
     * @throws RuntimeException what the translator throws
     */
    Translated translate(ConsumerRecord<?, byte[]> record, byte @Nullable [] key) {
        boolean underNewKey = record.headers().lastHeader(ChangeReader.OLD_KEY_HEADER) != null;
        ChangeRecord<R> read = reader.read(key, record.value(), underNewKey);
        if (!(read instanceof ChangeRecord.Row<R> row)) {
            return new Translated(null, SkipReason.NO_ROW, List.of(), () -> {});
        }
        RowChange<R> change = row.change();
        if (change.operation() == Operation.READ && snapshots == Snapshot.IGNORE) {
            return new Translated(change, SkipReason.SNAPSHOT, List.of(), () -> {});
        }
        if (change.origin() != null && ignoredOrigins.contains(change.origin())) {
            return new Translated(change, SkipReason.ORIGIN, List.of(), () -> {});
        }
        return new Translated(change, null, envelopes(change), () -> translator.published(change));
    }

    private List<EventEnvelope<?>> envelopes(RowChange<R> change) {
        List<? extends DomainEvent> events = translator.translate(change);
        List<EventEnvelope<?>> envelopes = new ArrayList<>(events.size());
        for (DomainEvent event : events) {
            String id = change.id() + "-" + envelopes.size();
            envelopes.add(new EventEnvelope<>(
                    metadata.derived(types.get(event.getClass()), id, change.timestamp(), change.id()), event));
        }
        return envelopes;
    }

    /**
     * What a record means.
     *
     * @param change the change; {@code null} for a record that is none
     * @param skip why it is passed over; {@code null} if it is not
     * @param events the events to publish
     * @param published tells the translator that they are
     */
    record Translated(
            @Nullable RowChange<?> change,
            @Nullable SkipReason skip,
            List<EventEnvelope<?>> events,
            Runnable published) {}
}
