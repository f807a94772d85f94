package com.bookstore.events.deadletter.store;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * A dead letter as it is going to be stored: every text fits its column.
 *
 * @param fingerprint stands for the consumer group and the record that died
 * @param source where the record was
 * @param position where the dead letter is
 * @param key the record's key as text
 * @param keyBytes the record's key
 * @param names what the event calls itself
 * @param value the record's value
 * @param valueSize its length, -1 for none; kept where the value itself is not
 * @param headers the record's own headers, as bytes
 * @param deathHeaders those that tell of its death, as bytes
 * @param cause why it died
 * @param replay the replay it died of, if it is one
 */
@SuppressWarnings("ArrayRecordComponent")
record IncomingDeadLetter(
        String fingerprint,
        Place source,
        Place position,
        @Nullable String key,
        byte @Nullable [] keyBytes,
        WireNames names,
        byte @Nullable [] value,
        int valueSize,
        byte[] headers,
        byte[] deathHeaders,
        Failure cause,
        @Nullable Replay replay) {

    static final int LONGEST_GROUP = 255;
    static final int LONGEST_TOPIC = 249;
    static final int LONGEST_KEY = 500;
    static final int LONGEST_TYPE = 255;
    static final int LONGEST_EVENT_ID = 100;
    static final int LONGEST_CLASS = 255;
    static final int LONGEST_MESSAGE = 1_000;
    static final int LONGEST_TRACE = 8_000;

    private static final byte[] NONE = {};

    /** What is stored where the database does not take the bytes: where they are, and why they are dead. */
    IncomingDeadLetter withoutBytes() {
        return new IncomingDeadLetter(
                fingerprint, source, position, key, null, names, null, valueSize, NONE, NONE, cause, null);
    }

    long bytes() {
        return Math.max(0, valueSize)
                + headers.length
                + deathHeaders.length
                + (keyBytes == null ? 0L : keyBytes.length);
    }

    /**
     * Where a record is.
     *
     * @param group the consumer group that read it, empty if it is not known
     * @param topic the topic
     * @param partition the partition
     * @param offset the position in the partition
     * @param timestamp the record's timestamp in milliseconds
     */
    record Place(String group, String topic, int partition, long offset, long timestamp) {}

    /**
     * Why a record died.
     *
     * @param type the exception's class
     * @param message its message
     * @param trace the first lines of its stack trace
     */
    record Failure(String type, String message, String trace) {}

    /**
     * A replay, as its headers tell.
     *
     * @param fingerprint of the dead letter that was replayed
     * @param number which of its replays it was, from 1
     */
    record Replay(String fingerprint, int number) {}

    /**
     * What a value calls itself, as far as it can be read: dead letters are of all services, and few of their types are known
     * here.
     *
     * @param type the field {@code type}
     * @param eventId the field {@code eventId}
     */
    record WireNames(@Nullable String type, @Nullable String eventId) {

        private static final JsonFactory JSON = JsonFactory.builder()
                .streamReadConstraints(StreamReadConstraints.builder()
                        .maxNestingDepth(64)
                        .maxStringLength(1024 * 1024)
                        .maxNumberLength(1_000)
                        .maxNameLength(1_000)
                        .build())
                .build();

        static WireNames of(byte @Nullable [] value) {
            String type = null;
            String eventId = null;
            if (value == null || value.length == 0) {
                return new WireNames(null, null);
            }
            try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), value)) {
                if (parser.nextToken() == JsonToken.START_OBJECT) {
                    for (String name = parser.nextName();
                            name != null && (type == null || eventId == null);
                            name = parser.nextName()) {
                        boolean scalar = parser.nextToken().isScalarValue();
                        if (scalar && name.equals("type")) {
                            type = parser.getValueAsString();
                        } else if (scalar && name.equals("eventId")) {
                            eventId = parser.getValueAsString();
                        } else {
                            parser.skipChildren();
                        }
                    }
                }
            } catch (JacksonException | IllegalArgumentException noJson) {
                return new WireNames(type, eventId); // what was read until there
            }
            return new WireNames(type, eventId);
        }
    }
}
