package com.bookstore.benchmarks.kafka;

import com.bookstore.events.EventEnvelope;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.domain.BookCreatedEvent;
import com.bookstore.events.json.EventSerializer;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.UUID;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * One event of about 470 bytes, in all forms in which it is sent.
 *
 * @param event the event
 * @param envelope the event with ready metadata
 * @param plain the same as a service without the starter declares it
 * @param key the key
 * @param value the value on the wire
 */
@SuppressWarnings("ArrayRecordComponent")
public record Book(
        BookCreatedEvent event, EventEnvelope<?> envelope, PlainBookCreated plain, String key, byte[] value) {

    private static final String TYPE = "bookCreated";
    private static final Header TYPE_HEADER =
            new RecordHeader(EventSerializer.TYPE_HEADER, TYPE.getBytes(StandardCharsets.UTF_8));
    private static final String SOURCE = "book-service";
    private static final String VERSION = "1.0";
    private static final Instant PUBLISHED = Instant.parse("2026-01-02T03:04:05.678Z");

    static Book number(int i, EventSerializer serializer) {
        BookCreatedEvent event = new BookCreatedEvent(
                1_000_000L + i,
                "The Annotated Catalogue of Everyday Machines and Their Makers, illustrated edition, volume " + i,
                "Author Number " + i + " of the Benchmark Society",
                "978-3-16-%06d-0".formatted(i),
                BigDecimal.valueOf(1999 + i % 10_000, 2),
                "history-of-technology",
                i % 500);
        String id = UUID.nameUUIDFromBytes(new byte[] {(byte) i, (byte) (i >> 8), (byte) (i >> 16)})
                .toString();
        EventEnvelope<?> envelope =
                new EventEnvelope<>(new EventMetadata(id, PUBLISHED, SOURCE, VERSION, id, null), event);
        return new Book(event, envelope, plain(id, event), event.key(), serializer.write(envelope));
    }

    @SuppressWarnings("NullAway") // the event above has all its components
    private static PlainBookCreated plain(String id, BookCreatedEvent event) {
        return new PlainBookCreated(
                TYPE,
                id,
                PUBLISHED,
                SOURCE,
                VERSION,
                id,
                null,
                event.bookId(),
                event.title(),
                event.author(),
                event.isbn(),
                event.price(),
                event.category(),
                event.stock());
    }

    /**
     * Makes the record that a raw producer sends.
     *
     * @return the record, with the header that names the type
     */
    public ProducerRecord<String, byte[]> toRecord() {
        return toRecord(value);
    }

    /**
     * Makes the record under another id.
     *
     * @param id the id of the event
     * @return the record, with the header that names the type
     */
    public ProducerRecord<String, byte[]> toRecord(String id) {
        String text = new String(value, StandardCharsets.UTF_8);
        return toRecord(text.replace(envelope.metadata().eventId(), id).getBytes(StandardCharsets.UTF_8));
    }

    private ProducerRecord<String, byte[]> toRecord(byte[] bytes) {
        RecordHeaders headers = new RecordHeaders();
        headers.add(TYPE_HEADER);
        return new ProducerRecord<>(BookTopic.NAME, null, null, key, bytes, headers);
    }

    /**
     * Sums up what a listener was given.
     *
     * @param bookId the book's id
     * @param isbn the ISBN
     * @param stock how many copies are in stock
     * @return the checksum
     */
    public static long checksum(Long bookId, @Nullable String isbn, @Nullable Integer stock) {
        return (bookId * 31 + (isbn == null ? 0 : isbn.hashCode())) * 31 + (stock == null ? 0 : stock);
    }

    long checksum() {
        return checksum(event.bookId(), event.isbn(), event.stock());
    }
}
