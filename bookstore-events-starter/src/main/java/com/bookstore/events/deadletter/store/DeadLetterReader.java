package com.bookstore.events.deadletter.store;

import com.bookstore.events.deadletter.store.IncomingDeadLetter.Failure;
import com.bookstore.events.deadletter.store.IncomingDeadLetter.Place;
import com.bookstore.events.deadletter.store.IncomingDeadLetter.Replay;
import com.bookstore.events.deadletter.store.IncomingDeadLetter.WireNames;
import com.bookstore.events.json.EventSerializer;
import com.bookstore.events.type.EventTypeRegistry;
import com.bookstore.events.type.RegisteredEventType;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Pattern;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaHeaders;

/**
 * Reads dead letters of any producer that uses Spring's headers; one that does not, or whose headers make no sense, is its own
 * source. It never throws for what the wire brings.
 */
final class DeadLetterReader {

    private static final Pattern TOPIC = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");
    private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{64}");
    private static final Pattern NUMBER = Pattern.compile("[1-9][0-9]{0,8}");
    private static final int LONGEST_HASHED_GROUP = 1_000;

    private final EventTypeRegistry types;

    DeadLetterReader(EventTypeRegistry types) {
        this.types = types;
    }

    IncomingDeadLetter read(ConsumerRecord<byte[], byte[]> found) {
        Headers headers = found.headers();
        String group = text(headers, KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP, LONGEST_HASHED_GROUP);
        Place position = new Place("", found.topic(), found.partition(), found.offset(), found.timestamp());
        Place source = source(headers, group == null ? "" : group);
        byte[] value = found.value();
        return new IncomingDeadLetter(
                fingerprint(source == null ? position : source),
                source == null ? position : cut(source),
                position,
                StoredText.utf8(found.key(), IncomingDeadLetter.LONGEST_KEY),
                found.key(),
                names(headers, value),
                value,
                value == null ? -1 : value.length,
                HeaderBytes.write(headers, name -> !ReplayHeaders.isOfADeath(name)),
                HeaderBytes.write(headers, ReplayHeaders::isOfADeath),
                cause(headers),
                source == null ? null : replay(headers));
    }

    private static @Nullable Place source(Headers headers, String group) {
        byte[] topic = bytes(headers, KafkaHeaders.DLT_ORIGINAL_TOPIC);
        ByteBuffer partition = number(headers, KafkaHeaders.DLT_ORIGINAL_PARTITION, Integer.BYTES);
        ByteBuffer offset = number(headers, KafkaHeaders.DLT_ORIGINAL_OFFSET, Long.BYTES);
        if (topic == null || topic.length > IncomingDeadLetter.LONGEST_TOPIC || partition == null || offset == null) {
            return null;
        }
        String name = new String(topic, StandardCharsets.UTF_8);
        ByteBuffer timestamp = number(headers, KafkaHeaders.DLT_ORIGINAL_TIMESTAMP, Long.BYTES);
        Place source = new Place(
                group, name, partition.getInt(), offset.getLong(), timestamp == null ? 0 : timestamp.getLong());
        return TOPIC.matcher(name).matches() && source.partition() >= 0 && source.offset() >= 0 ? source : null;
    }

    private static Place cut(Place source) {
        return new Place(
                StoredText.of(source.group(), IncomingDeadLetter.LONGEST_GROUP),
                source.topic(),
                source.partition(),
                source.offset(),
                source.timestamp());
    }

    /** The record's time counts as well: a topic that is deleted and made again begins again at 0. */
    private static String fingerprint(Place place) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-256");
            digest.update((place.group()
                            + '\0'
                            + place.topic()
                            + '\0'
                            + place.partition()
                            + '@'
                            + place.offset()
                            + '/'
                            + place.timestamp())
                    .getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException missing) {
            throw new AssertionError("every JDK has SHA-256", missing);
        }
    }

    private WireNames names(Headers headers, byte @Nullable [] value) {
        WireNames body = WireNames.of(value);
        String header = text(headers, EventSerializer.TYPE_HEADER, IncomingDeadLetter.LONGEST_TYPE);
        RegisteredEventType known = header == null ? null : types.find(header);
        if (known == null && body.type() != null) {
            known = types.find(body.type());
        }
        String named = body.type() == null || body.type().isBlank() ? header : body.type();
        return new WireNames(
                known == null ? StoredText.orNull(named, IncomingDeadLetter.LONGEST_TYPE) : known.name(),
                StoredText.orNull(body.eventId(), IncomingDeadLetter.LONGEST_EVENT_ID));
    }

    private static Failure cause(Headers headers) {
        String type = text(headers, KafkaHeaders.DLT_EXCEPTION_CAUSE_FQCN, IncomingDeadLetter.LONGEST_CLASS);
        return new Failure(
                orEmpty(
                        type == null || type.isBlank()
                                ? text(headers, KafkaHeaders.DLT_EXCEPTION_FQCN, IncomingDeadLetter.LONGEST_CLASS)
                                : type),
                orEmpty(text(headers, KafkaHeaders.DLT_EXCEPTION_MESSAGE, IncomingDeadLetter.LONGEST_MESSAGE)),
                orEmpty(text(headers, KafkaHeaders.DLT_EXCEPTION_STACKTRACE, IncomingDeadLetter.LONGEST_TRACE)));
    }

    private static @Nullable Replay replay(Headers headers) {
        String fingerprint = text(headers, ReplayHeaders.ID, LONGEST_HASHED_GROUP);
        String number = text(headers, ReplayHeaders.COUNT, LONGEST_HASHED_GROUP);
        return fingerprint != null
                        && number != null
                        && FINGERPRINT.matcher(fingerprint).matches()
                        && NUMBER.matcher(number).matches()
                ? new Replay(fingerprint, Integer.parseInt(number))
                : null;
    }

    private static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    private static @Nullable String text(Headers headers, String name, int maxLength) {
        return StoredText.utf8(bytes(headers, name), maxLength);
    }

    private static @Nullable ByteBuffer number(Headers headers, String name, int length) {
        byte[] bytes = bytes(headers, name);
        return bytes == null || bytes.length != length ? null : ByteBuffer.wrap(bytes);
    }

    private static byte @Nullable [] bytes(Headers headers, String name) {
        Header header = headers.lastHeader(name);
        return header == null ? null : header.value();
    }
}
