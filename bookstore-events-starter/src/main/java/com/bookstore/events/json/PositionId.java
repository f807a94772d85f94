package com.bookstore.events.json;

import com.bookstore.events.EventMetadata;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/** The id of an event that came without one: where its record is. */
public final class PositionId {

    private PositionId() {}

    /**
     * Makes the id of a record: the same each time it is delivered, another for every other record. The time of the record is
     * part of it, as a topic that is deleted and made again counts from 0 again.
     *
     * @param found the record
     * @return 1 to 100 characters: topic, partition, offset and timestamp, or a UUID made of them where they are too long
     */
    public static String of(ConsumerRecord<?, ?> found) {
        String position = found.topic() + "-" + found.partition() + "@" + found.offset() + "/" + found.timestamp();
        return position.length() <= EventMetadata.MAX_ID_LENGTH
                ? position
                : UUID.nameUUIDFromBytes(position.getBytes(StandardCharsets.UTF_8))
                        .toString();
    }
}
