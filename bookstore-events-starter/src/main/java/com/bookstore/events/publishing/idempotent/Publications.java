package com.bookstore.events.publishing.idempotent;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventMetadata;
import com.bookstore.events.idempotency.Claim;
import com.bookstore.events.json.EventSerializer;
import com.bookstore.events.observability.EventTracing;
import com.bookstore.events.publishing.EventMetadataFactory;
import com.bookstore.events.publishing.EventPublishingException;
import com.bookstore.events.publishing.EventPublishingException.Reason;
import com.bookstore.events.type.EventTypeRegistry;
import com.bookstore.events.type.RegisteredEventType;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Makes publications, on the caller's thread: its trace and correlation scope count, and its time is spent. */
final class Publications {

    private final EventTypeRegistry types;
    private final EventSerializer serializer;
    private final EventMetadataFactory metadata;
    private final EventTracing tracing;

    Publications(
            EventTypeRegistry types, EventSerializer serializer, EventMetadataFactory metadata, EventTracing tracing) {
        this.types = types;
        this.serializer = serializer;
        this.metadata = metadata;
        this.tracing = tracing;
    }

    /**
     * Makes a publication.
     *
     * @throws EventPublishingException if the event cannot be published
     * @throws com.bookstore.events.idempotency.InvalidClaimException if the key cannot be stored
     */
    Publication of(String key, DomainEvent event, @Nullable EventMetadata given) {
        Objects.requireNonNull(key, "idempotencyKey");
        String fingerprint;
        EventMetadata created;
        try {
            RegisteredEventType type = types.get(event.getClass());
            String eventKey = Objects.requireNonNull(event.key(), "key() returned null");
            fingerprint = fingerprint(type.name(), eventKey, serializer.writeCanonical(event));
            created = given == null ? metadata.create(type) : given;
        } catch (RuntimeException invalid) {
            throw new EventPublishingException(
                    Reason.INVALID_EVENT, null, "Not published: " + invalid.getMessage(), invalid);
        }
        Claim claim = new Claim(key, fingerprint, ClaimTexts.event(created));
        return new Publication(claim, event, created, tracing.continuation());
    }

    private static String fingerprint(String type, String key, byte[] data) {
        MessageDigest digest;
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256", impossible);
        }
        digest.update(type.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        digest.update(key.getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        return HexFormat.of().formatHex(digest.digest(data));
    }
}
