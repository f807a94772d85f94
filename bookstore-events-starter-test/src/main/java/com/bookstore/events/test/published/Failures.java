package com.bookstore.events.test.published;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Words of failed assertions. */
final class Failures {

    private static final int MOST = 50;

    private Failures() {}

    /** One line for each record; the last ones where there are many. */
    static String list(List<PublishedRecord> records) {
        if (records.isEmpty()) {
            return "Nothing was published since the test method began.";
        }
        List<PublishedRecord> shown = records.subList(Math.max(0, records.size() - MOST), records.size());
        return "Published since the test method began (%d%s):%n%s"
                .formatted(
                        records.size(),
                        shown.size() < records.size() ? ", the last " + MOST : "",
                        shown.stream().map(each -> "  " + each).collect(Collectors.joining("%n".formatted())));
    }

    static String quoted(@Nullable String text) {
        return text == null ? "null" : '"' + text + '"';
    }

    static String text(Duration timeout) {
        return timeout.toMillis() % 1_000 == 0 ? timeout.toSeconds() + " s" : timeout.toMillis() + " ms";
    }
}
