package com.bookstore.benchmarks.listening;

import com.bookstore.benchmarks.kafka.Book;
import com.bookstore.benchmarks.kafka.PlainBookCreated;
import com.bookstore.benchmarks.measuring.Tally;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Parses and handles, as a service writes it by hand. */
final class RawHandler implements RawConsumers.Handler {

    private final Tally tally = new Tally();
    private final ObjectReader reader = JsonMapper.builder().build().readerFor(PlainBookCreated.class);

    Tally tally() {
        return tally;
    }

    @Override
    public void handle(ConsumerRecords<String, byte[]> polled) {
        for (ConsumerRecord<String, byte[]> message : polled) {
            PlainBookCreated event = reader.readValue(message.value());
            tally.add(Book.checksum(event.bookId(), event.isbn(), event.stock()));
        }
    }
}
