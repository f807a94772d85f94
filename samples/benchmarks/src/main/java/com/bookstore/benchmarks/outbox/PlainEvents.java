package com.bookstore.benchmarks.outbox;

import com.bookstore.benchmarks.kafka.BenchmarkService;
import com.bookstore.benchmarks.kafka.PlainBookCreated;
import com.bookstore.benchmarks.measuring.KeyChains;
import com.bookstore.benchmarks.measuring.Tally;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import tools.jackson.databind.json.JsonMapper;

/**
 * The events of a round of another outbox: the same fields and keys, ten of a key, each with an id of its own.
 *
 * @param service the service that has the topic
 * @param events how many they are
 */
record PlainEvents(BenchmarkService service, int events) {

    private static final JsonMapper JSON = JsonMapper.builder().build();

    PlainBookCreated get(int i) {
        int keys = Math.max(1, events / WaitingEvents.OF_A_KEY);
        return service.books().get(i % keys).plain().withEventId(new UUID(0, i).toString());
    }

    static String key(PlainBookCreated event) {
        return event.bookId().toString();
    }

    /** Checks that each is on the topic once, unchanged. */
    void verify() {
        Tally expected = new Tally();
        for (int i = 0; i < events; i++) {
            PlainBookCreated event = get(i);
            expected.add(checksum(key(event), event));
        }
        Tally found = new Tally();
        service.topic()
                .read((key, value) -> found.add(checksum(
                        new String(key, StandardCharsets.UTF_8), JSON.readValue(value, PlainBookCreated.class))));
        found.verify("the topic after a round", expected.count());
    }

    private static long checksum(String key, PlainBookCreated event) {
        return KeyChains.checksum((key + event).getBytes(StandardCharsets.UTF_8));
    }
}
