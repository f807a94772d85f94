package com.bookstore.events.test.published;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Asserts that there is a record with all the properties named so far: each call narrows the choice, and waits until a
 * record that fits is there.
 *
 * @param <SELF> the type of the assertions
 */
public abstract class RecordAssert<SELF extends RecordAssert<SELF>> {

    private final PublishedEvents published;
    private final Duration timeout;
    private String description;
    private Predicate<PublishedRecord> filter;

    RecordAssert(PublishedEvents published, Duration timeout, String what, Predicate<PublishedRecord> filter) {
        this.published = published;
        this.timeout = timeout;
        this.description = what;
        this.filter = filter;
        awaitSome(List.of());
    }

    /**
     * Asserts on the key.
     *
     * @param key the expected key, {@code null} for none
     * @return these assertions
     */
    public SELF withKey(@Nullable String key) {
        return narrow(
                "with key " + Failures.quoted(key),
                published -> key == null ? published.key() == null : key.equals(published.key()));
    }

    /**
     * Asserts on the topic.
     *
     * @param topic the topic's physical name
     * @return these assertions
     */
    public SELF onTopic(String topic) {
        return narrow("on topic " + Failures.quoted(topic), published -> topic.equals(published.topic()));
    }

    /**
     * Asserts on the last header of a name.
     *
     * @param name the header's name
     * @param value its value as a text in UTF-8
     * @return these assertions
     */
    public SELF withHeader(String name, String value) {
        return narrow(
                "with header %s=%s".formatted(name, Failures.quoted(value)),
                published -> value.equals(published.text(name)));
    }

    /**
     * Asserts on the value as it was written.
     *
     * @param value the bytes
     * @return these assertions
     */
    public SELF withValue(byte[] value) {
        return narrow(
                "with the given value of %d bytes".formatted(value.length),
                published -> Arrays.equals(value, published.value()));
    }

    /**
     * Asserts how many records fit: waits until there are so many, then looks whether there are more by now.
     *
     * @param count how many
     * @return these assertions
     */
    public SELF times(int count) {
        published.await(timeout, all -> matching(all).size() >= count);
        List<PublishedRecord> all = published.records();
        if (matching(all).size() != count) {
            throw new AssertionError("Expecting %s%nto be published %d times, but it was %d times.%n%s"
                    .formatted(description, count, matching(all).size(), Failures.list(all)));
        }
        return self();
    }

    /**
     * Asserts that a consumer group has handled every record that fits: it has committed a later offset. A record that could
     * not be handled counts too once its dead letter is stored.
     *
     * @param group the consumer group
     * @return these assertions
     */
    public SELF handledBy(String group) {
        for (PublishedRecord each : matching(published.records())) {
            published.groups().awaitHandled(group, each, timeout, published);
        }
        return self();
    }

    /**
     * Returns the first record that fits.
     *
     * @return the record
     */
    public PublishedRecord first() {
        return matching(published.records()).get(0);
    }

    SELF narrow(String what, Predicate<PublishedRecord> predicate) {
        return narrow(what, predicate, List.of());
    }

    /** The problems are what the predicate found wrong when it was asked last. */
    SELF narrow(String what, Predicate<PublishedRecord> predicate, List<String> problems) {
        filter = filter.and(predicate);
        description = description + "%n  %s".formatted(what);
        awaitSome(problems);
        return self();
    }

    private void awaitSome(List<String> problems) {
        List<PublishedRecord> all =
                published.await(timeout, records -> !matching(records).isEmpty());
        if (matching(all).isEmpty()) {
            throw new AssertionError("Expecting %s%nto be published within %s.%n%s%s"
                    .formatted(
                            description,
                            Failures.text(timeout),
                            problems.stream()
                                    .map(problem -> problem + "%n".formatted())
                                    .collect(Collectors.joining()),
                            Failures.list(all)));
        }
    }

    private List<PublishedRecord> matching(List<PublishedRecord> all) {
        return all.stream().filter(filter).toList();
    }

    abstract SELF self();

    /** Of records that need not be events. */
    static final class OfAnything extends RecordAssert<OfAnything> {

        OfAnything(PublishedEvents published, Duration timeout, String what, Predicate<PublishedRecord> filter) {
            super(published, timeout, what, filter);
        }

        @Override
        OfAnything self() {
            return this;
        }
    }
}
