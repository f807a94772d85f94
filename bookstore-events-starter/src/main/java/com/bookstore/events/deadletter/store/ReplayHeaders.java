package com.bookstore.events.deadletter.store;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;

/** The headers of a replayed record: those the record had, and which replay of which dead letter it is. */
public final class ReplayHeaders {

    /** The header that names the dead letter. */
    public static final String ID = "bookstore-replay-id";

    /** The header that counts its replays, from 1, as text. */
    public static final String COUNT = "bookstore-replay-count";

    private static final String OF_A_DEATH = "kafka_dlt-";

    private ReplayHeaders() {}

    /** Tells whether a header tells of a death, and is not the record's own. */
    static boolean isOfADeath(String name) {
        return name.startsWith(OF_A_DEATH);
    }

    /**
     * Makes the headers of a replay.
     *
     * @param letter the dead letter's headers
     * @param fingerprint what stands for the dead letter
     * @param number which of its replays it is, from 1
     * @return new headers
     */
    public static Headers of(Headers letter, String fingerprint, int number) {
        RecordHeaders headers = new RecordHeaders();
        for (Header header : letter) {
            if (!isOfADeath(header.key())
                    && !header.key().equals(ID)
                    && !header.key().equals(COUNT)) {
                headers.add(header);
            }
        }
        headers.add(ID, fingerprint.getBytes(StandardCharsets.UTF_8));
        headers.add(COUNT, Integer.toString(number).getBytes(StandardCharsets.UTF_8));
        return headers;
    }
}
