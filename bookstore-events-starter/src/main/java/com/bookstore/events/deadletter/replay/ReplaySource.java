package com.bookstore.events.deadletter.replay;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Where dead letters came from whose order is kept.
 *
 * @param topic the topic
 * @param partition the partition
 * @param group the group whose handler failed
 */
record ReplaySource(String topic, int partition, String group) {

    /** A short name of its own, whatever the group is called. */
    String scope() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest((group + '\0' + topic + '\0' + partition).getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException missing) {
            throw new AssertionError("every JDK has SHA-256", missing);
        }
    }
}
