package com.bookstore.events.test;

import com.bookstore.events.DomainEvent;
import com.bookstore.events.EventType;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** One of many events of an account. */
@EventType(name = "soaked", topic = "soak-events")
record SoakEvent(int account, int number, String text) implements DomainEvent {

    private static final String FILLER = "The quick brown fox jumps over the lazy dog. ".repeat(3);

    static SoakEvent of(int account, int number) {
        return new SoakEvent(account, number, FILLER.substring(number % FILLER.length()) + account);
    }

    @Override
    public String key() {
        return "account-" + account;
    }

    long checksum() {
        CRC32 crc = new CRC32();
        crc.update((account + "|" + number + "|" + text).getBytes(StandardCharsets.UTF_8));
        return crc.getValue();
    }
}
