package com.bookstore.events.outbox.relay;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class FetchSizeTests {

    private static final int MEGABYTE = 1 << 20;

    private final FetchSize size = new FetchSize(2_000, 16 * MEGABYTE);

    @Test
    void growsToTheBatchSizeWhileEventsAreSmall() {
        assertThat(size.get()).isEqualTo(64);
        for (int expected : List.of(256, 1_024, 2_000, 2_000)) {
            size.saw(rows(10, 1_000));
            assertThat(size.get()).isEqualTo(expected);
        }
        size.saw(List.of());
        assertThat(size.get()).isEqualTo(2_000);
    }

    @Test
    void asksForTwiceAsManyAsFitAndForEightAtLeast() {
        size.saw(rows(20, MEGABYTE - RelayRow.OVERHEAD - 2));
        assertThat(size.get()).isEqualTo(32);
        size.saw(rows(1, 10 * MEGABYTE));
        assertThat(size.get()).isEqualTo(8);
    }

    @Test
    void fewLargeEventsAmongSmallOnesAreNoReasonToAskForLess() {
        for (int read = 0; read < 4; read++) {
            List<RelayRow> rows = new ArrayList<>(rows(1_900, 1_000));
            rows.addAll(rows(5, MEGABYTE));
            size.saw(rows);
        }
        assertThat(size.get()).isEqualTo(2_000);
    }

    private static List<RelayRow> rows(int count, int bytes) {
        return Collections.nCopies(count, new RelayRow(1, 1, "e", "books", "a", "sold", null, new byte[bytes]));
    }
}
