package com.bookstore.events.test.published;

import java.time.Duration;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jspecify.annotations.Nullable;

/** Where records are found; used by one thread at a time. */
interface RecordReader extends AutoCloseable {

    /** Passes over everything that is there now. */
    void skipToEnd();

    /** Returns what has come since the last call, after waiting for it up to a bound; empty if nothing has. */
    List<ConsumerRecord<byte[], byte @Nullable []>> read(Duration wait);

    /** Returns everything that is there now and was not returned yet. */
    List<ConsumerRecord<byte[], byte @Nullable []>> readToEnd();

    @Override
    void close();
}
