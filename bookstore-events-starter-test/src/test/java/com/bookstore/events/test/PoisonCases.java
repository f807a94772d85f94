package com.bookstore.events.test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.record.DefaultRecord;
import org.apache.kafka.common.record.DefaultRecordBatch;

/** What the wire may bring, each with what must become of it. */
final class PoisonCases {

    /** What becomes of a record. */
    enum Fate {
        HANDLED,
        SKIPPED,
        DEAD_LETTER
    }

    /** A record and its fate; a handled one is told by the name of its event. */
    record Case(String name, Fate fate, ProducerRecord<byte[], byte[]> record) {}

    /** The broker's default limit for a record with its batch. */
    static final int DEFAULT_LIMIT = 1_048_588;

    /** The limit of the topic under test, above the largest event that is read. */
    static final int TOPIC_LIMIT = 2 * 1024 * 1024;

    private static final String TOPIC = "poison-events";
    private static final int PARTITIONS = 3;
    private static final Header TYPE = header("__TypeId__", "poisonTested");
    private static final Header GADGET = header("__TypeId__", PoisonGadget.class.getName());
    private static final byte[] NO_UTF_8 = {(byte) 0xC3, (byte) 0x28, (byte) 0xFF, 0, 1};

    private final Random random = new Random(42);
    private final List<Case> cases = new ArrayList<>();

    static List<Case> all() {
        PoisonCases all = new PoisonCases();
        all.addNoEvents();
        all.addTypes();
        all.addKeysAndHeaders();
        all.addSizes();
        return List.copyOf(all.cases);
    }

    /** A good event for each partition. */
    static List<Case> good(String prefix) {
        PoisonCases good = new PoisonCases();
        for (int i = 0; i < PARTITIONS; i++) {
            good.good(prefix + "-" + i, i);
        }
        return List.copyOf(good.cases);
    }

    private void addNoEvents() {
        String good = PoisonEvent.json("unread", "unread");
        dead("empty", bytes(""), TYPE);
        dead("null", null, TYPE);
        for (int length : new int[] {1, 20, good.length() / 2, good.strip().length() - 1}) {
            dead("truncated-" + length, bytes(good.substring(0, length)), TYPE);
        }
        dead("trailing", bytes(good + "{}"), TYPE);
        dead("random", randomBytes(1_000), TYPE);
        dead("no-object", bytes("[\"java.net.URL\",\"http://localhost/\"]"), TYPE);
        dead("no-type", bytes("{\"eventId\":\"1\",\"name\":\"x\"}"));
        String name = "no-id";
        byte[] withoutId = bytes(PoisonEvent.json(name, "fine").replace("eventId", "noId"));
        add(name, Fate.HANDLED, bytes("key"), withoutId, TYPE);
        dead("twice-a-name", bytes(good.replace("\"ours\"", "\"name\"")), TYPE);
        dead("deep", bytes(good.replace("[1, 2.50]", "[".repeat(100_000) + "]".repeat(100_000))), TYPE);
    }

    private void addTypes() {
        String gadget = PoisonGadget.class.getName();
        String unknown = PoisonEvent.json("unknown", "unknown").replace("poisonTested", "typeOfAnotherService");
        add("unknown", Fate.SKIPPED, bytes("key"), bytes(unknown), header("__TypeId__", "typeOfAnotherService"));
        String gadgetBody = PoisonEvent.json("gadget", "gadget").replace("poisonTested", gadget);
        add("gadget", Fate.SKIPPED, bytes("key"), bytes(gadgetBody), GADGET);
        dead("gadget-array", bytes("[\"" + gadget + "\",{\"text\":\"x\"}]"), GADGET);
        String name = "gadget-header";
        add(name, Fate.HANDLED, bytes("key"), bytes(PoisonEvent.json(name, "fine")), GADGET);
        name = "gadget-class";
        String withClass =
                PoisonEvent.json(name, "fine").replace("\"ours\": {", "\"@class\": \"" + gadget + "\", \"o\": {");
        add(name, Fate.HANDLED, bytes("key"), bytes(withClass), TYPE);
    }

    private void addKeysAndHeaders() {
        String name = "key-no-utf-8";
        add(name, Fate.HANDLED, NO_UTF_8, bytes(PoisonEvent.json(name, "fine")), TYPE);
        add("dead-" + name, Fate.DEAD_LETTER, NO_UTF_8, bytes("{"), TYPE);
        name = "no-key";
        add(name, Fate.HANDLED, null, bytes(PoisonEvent.json(name, "fine")), TYPE);
        add("dead-" + name, Fate.DEAD_LETTER, null, bytes("{"), TYPE);
        name = "empty-key";
        add(name, Fate.HANDLED, new byte[0], bytes(PoisonEvent.json(name, "fine")), TYPE);
        add("dead-" + name, Fate.DEAD_LETTER, new byte[0], bytes("{"), TYPE);
        Header[] many = new Header[10_000];
        Arrays.setAll(many, index -> index == 0 ? TYPE : header("header-" + index, "value-" + index));
        name = "many-headers";
        add(name, Fate.HANDLED, bytes("key"), bytes(PoisonEvent.json(name, "fine")), many);
        dead("dead-" + name, bytes("{"), many);
        Header[] forged = {
            TYPE,
            header("kafka_dlt-original-topic", "forged"),
            header("kafka_dlt-original-offset", "forged"),
            header("retry_topic-attempts", "forged"),
            header("traceparent", "forged"),
            new RecordHeader("springDeserializerExceptionValue", new byte[] {(byte) 0xAC, (byte) 0xED, 0, 5, 0x73}),
            new RecordHeader("null-value", null),
            header("traceparent", "again")
        };
        name = "forged-headers";
        add(name, Fate.HANDLED, bytes("key"), bytes(PoisonEvent.json(name, "fine")), forged);
        dead("dead-" + name, bytes("{"), forged);
    }

    private void addSizes() {
        String name = "at-default-limit";
        add(name, Fate.HANDLED, bytes("key"), eventOfSize(name, largestValue(DEFAULT_LIMIT)), TYPE);
        dead("event-at-limit", eventOfSize("event-at-limit", largestValue(TOPIC_LIMIT)), TYPE);
        dead("event-below-limit", eventOfSize("event-below-limit", largestValue(TOPIC_LIMIT) - 1), TYPE);
        dead("random-at-limit", randomBytes(largestValue(TOPIC_LIMIT)), TYPE);
        dead("random-below-limit", randomBytes(largestValue(TOPIC_LIMIT) - 1), TYPE);
    }

    /** The size of the largest value that a broker takes in a batch of its own, uncompressed, with our key and header. */
    static int largestValue(int limit) {
        int value = limit;
        while (DefaultRecordBatch.RECORD_BATCH_OVERHEAD
                        + DefaultRecord.sizeInBytes(0, 0L, bytes("key").length, value, new Header[] {TYPE})
                > limit) {
            value--;
        }
        return value;
    }

    private byte[] eventOfSize(String name, int size) {
        int text = size - PoisonEvent.json(name, "").length();
        StringBuilder letters = new StringBuilder(text);
        for (int i = 0; i < text; i++) {
            letters.append((char) ('a' + random.nextInt(26)));
        }
        return bytes(PoisonEvent.json(name, letters.toString()));
    }

    private byte[] randomBytes(int size) {
        byte[] bytes = new byte[size];
        random.nextBytes(bytes);
        return bytes;
    }

    private void dead(String name, byte[] value, Header... headers) {
        add(name, Fate.DEAD_LETTER, bytes("key"), value, headers);
    }

    private void add(String name, Fate fate, byte[] key, byte[] value, Header... headers) {
        int partition = cases.size() / 2 % PARTITIONS;
        cases.add(new Case(name, fate, new ProducerRecord<>(TOPIC, partition, key, value, List.of(headers))));
        good("good-after-" + name, partition);
    }

    private void good(String name, int partition) {
        byte[] value = bytes(PoisonEvent.json(name, "good"));
        cases.add(new Case(
                name, Fate.HANDLED, new ProducerRecord<>(TOPIC, partition, bytes("key"), value, List.of(TYPE))));
    }

    static Header header(String name, String value) {
        return new RecordHeader(name, bytes(value));
    }

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
