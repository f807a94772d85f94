package com.bookstore.events.test.published;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.support.KafkaHeaders;

/** How far consumer groups have come. */
final class GroupProgress implements AutoCloseable {

    private static final int ANSWER_SECONDS = 10;
    private static final Duration POLL = Duration.ofMillis(25);
    private static final long NOTHING = -1;

    private final Admin admin;

    GroupProgress(Admin admin) {
        this.admin = admin;
    }

    /** Waits until a group has committed an offset behind a record. */
    void awaitHandled(String group, PublishedRecord handled, Duration timeout, PublishedEvents published) {
        TopicPartition partition = new TopicPartition(handled.topic(), handled.partition());
        try {
            Awaitility.await()
                    .pollInSameThread()
                    .pollDelay(Duration.ZERO)
                    .pollInterval(POLL)
                    .atMost(timeout.plusMillis(1))
                    .until(() -> committed(group, partition) > handled.offset());
        } catch (ConditionTimeoutException late) {
            throw failure(group, handled, partition, timeout, published);
        }
    }

    private AssertionError failure(
            String group,
            PublishedRecord handled,
            TopicPartition partition,
            Duration timeout,
            PublishedEvents published) {
        long committed = committed(group, partition);
        return new AssertionError(("Expecting%n  %s%nto be handled by group %s within %s, but the group %s.%n"
                        + "Members: %s%nDead letter of it: %s")
                .formatted(
                        handled,
                        Failures.quoted(group),
                        Failures.text(timeout),
                        committed == NOTHING
                                ? "has committed no offset of " + partition
                                : "has committed offset %d of %s: %d records behind it"
                                        .formatted(committed, partition, handled.offset() + 1 - committed),
                        members(group),
                        deadLetter(group, handled, published)));
    }

    private long committed(String group, TopicPartition partition) {
        OffsetAndMetadata offset = await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .get(partition);
        return offset == null ? NOTHING : offset.offset();
    }

    private String members(String group) {
        ConsumerGroupDescription description;
        try {
            description = await(admin.describeConsumerGroups(List.of(group)).all())
                    .values()
                    .iterator()
                    .next();
        } catch (IllegalStateException noSuchGroup) {
            return "none, there is no such group";
        }
        return description.members().isEmpty()
                ? "none; is the listener running?"
                : description.members().stream()
                        .map(member -> member.clientId() + " with "
                                + member.assignment().topicPartitions().stream()
                                        .map(TopicPartition::toString)
                                        .sorted()
                                        .toList())
                        .collect(Collectors.joining(", "));
    }

    private static String deadLetter(String group, PublishedRecord handled, PublishedEvents published) {
        return published.records().stream()
                .filter(each -> isDeadLetterOf(each, group, handled))
                .findFirst()
                .map(PublishedRecord::toString)
                .orElse("none");
    }

    private static boolean isDeadLetterOf(PublishedRecord letter, String group, PublishedRecord handled) {
        byte[] partition = letter.header(KafkaHeaders.DLT_ORIGINAL_PARTITION);
        byte[] offset = letter.header(KafkaHeaders.DLT_ORIGINAL_OFFSET);
        return handled.topic().equals(letter.text(KafkaHeaders.DLT_ORIGINAL_TOPIC))
                && group.equals(letter.text(KafkaHeaders.DLT_ORIGINAL_CONSUMER_GROUP))
                && number(partition) == handled.partition()
                && number(offset) == handled.offset();
    }

    private static long number(byte @Nullable [] bytes) {
        if (bytes == null) {
            return NOTHING;
        }
        return bytes.length == Integer.BYTES
                ? ByteBuffer.wrap(bytes).getInt()
                : ByteBuffer.wrap(bytes).getLong();
    }

    private static <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get(ANSWER_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException failure) {
            throw new IllegalStateException("The broker did not answer", failure);
        } catch (InterruptedException interruption) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted", interruption);
        }
    }

    @Override
    public void close() {
        admin.close(Duration.ZERO);
    }
}
