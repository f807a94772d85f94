package com.bookstore.events.cdc;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.cdc.ChangeTable.Translated;
import com.bookstore.events.cdc.change.ChangeReader;
import com.bookstore.events.cdc.change.RowChange;
import com.bookstore.events.observability.EventRecorder.SkipReason;
import com.bookstore.events.publishing.EventMetadataFactory;
import com.bookstore.events.type.EventTypeRegistry;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.boot.context.properties.source.MapConfigurationPropertySource;

class ChangeTableTests {

    private static final byte[] KEY = "{\"id\":4}".getBytes(UTF_8);
    private static final byte[] INSERT =
            """
            {"before":null,"after":{"id":4,"written_by":"book-service:1"},"op":"c","source":{"name":"shop","table":"books",\
            "ts_ms":1700000000000,"snapshot":"false","file":"mysql-bin.000003","pos":484,"row":0}}"""
                    .getBytes(UTF_8);

    record Row(Long id) {}

    static final class Translator implements ChangeTranslator<Row> {

        @Override
        public String table() {
            return "books";
        }

        @Override
        public Class<Row> rowType() {
            return Row.class;
        }

        @Override
        public List<DomainEvent> translate(RowChange<Row> change) {
            return List.of();
        }
    }

    private final ChangeTable<Row> table = new ChangeTable<>(
            new Translator(),
            new ChangeReader.Settings(false, ZoneOffset.UTC, 10_000, "written_by"),
            new Binder(new MapConfigurationPropertySource(
                            Map.of(CdcProperties.PREFIX + ".ignored-origins", "book-service")))
                    .bindOrCreate(CdcProperties.PREFIX, CdcProperties.class),
            EventTypeRegistry.of(),
            mock(EventMetadataFactory.class));

    private final ConsumerRecord<byte[], byte[]> insert = new ConsumerRecord<>("cdc.books", 0, 0, KEY, INSERT);

    @Test
    void anInsertOfAnIgnoredOriginIsPassedOver() {
        assertThat(table.translate(insert, KEY).skip()).isEqualTo(SkipReason.ORIGIN);
    }

    /** Its marker was there before somebody else changed the key. */
    @Test
    void theInsertOfAChangedKeyIsNot() {
        insert.headers().add(ChangeReader.OLD_KEY_HEADER, "{\"id\":2}".getBytes(UTF_8));

        Translated translated = table.translate(insert, KEY);

        assertThat(translated.skip()).isNull();
        assertThat(translated.change().after()).isEqualTo(new Row(4L));
    }
}
