package com.bookstore.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventMetadataTests {

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\t\n"})
    void anEventIdIsNotBlank(String eventId) {
        assertThatIllegalArgumentException().isThrownBy(() -> metadata(eventId, Instant.EPOCH));
    }

    @Test
    void anEventIdHasAHundredCharactersAtMost() {
        String longest = "x".repeat(EventMetadata.MAX_ID_LENGTH);

        assertThat(metadata(longest, Instant.EPOCH).eventId()).isEqualTo(longest);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> metadata(longest + "s3cr3t", Instant.EPOCH))
                .withMessageContaining("106 characters")
                .withMessageNotContaining("s3cr3t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0001-01-01T00:00:00Z", "9999-12-31T23:59:59.999999999Z"})
    void aTimestampLiesInTheYears1To9999(Instant limit) {
        assertThat(metadata("e-1", limit).timestamp()).isEqualTo(limit);
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        metadata("e-1", limit.isBefore(Instant.EPOCH) ? limit.minusNanos(1) : limit.plusNanos(1)));
    }

    @Test
    void onlyTheCauseMayBeMissing() {
        assertThat(metadata("e-1", Instant.EPOCH).causationId()).isNull();
        assertThatNullPointerException().isThrownBy(() -> metadata(null, Instant.EPOCH));
        assertThatNullPointerException().isThrownBy(() -> metadata("e-1", null));
        assertThatNullPointerException()
                .isThrownBy(() -> new EventMetadata("e-1", Instant.EPOCH, null, "1.0", "c-1", null));
        assertThatNullPointerException()
                .isThrownBy(() -> new EventMetadata("e-1", Instant.EPOCH, "s", null, "c-1", null));
        assertThatNullPointerException()
                .isThrownBy(() -> new EventMetadata("e-1", Instant.EPOCH, "s", "1.0", null, null));
    }

    @Test
    void anEnvelopeHasBothParts() {
        EventMetadata metadata = metadata("e-1", Instant.EPOCH);
        DomainEvent event = () -> "key";

        assertThatNullPointerException().isThrownBy(() -> new EventEnvelope<>(null, event));
        assertThatNullPointerException().isThrownBy(() -> new EventEnvelope<>(metadata, null));
    }

    private static EventMetadata metadata(String eventId, Instant timestamp) {
        return new EventMetadata(eventId, timestamp, "s", "1.0", "c-1", null);
    }
}
