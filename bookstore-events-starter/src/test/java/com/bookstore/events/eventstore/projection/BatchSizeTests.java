package com.bookstore.events.eventstore.projection;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import com.bookstore.events.eventstore.StoredEvent;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class BatchSizeTests {

    private final BatchSize size = new BatchSize(500, 10_000);

    @Test
    void growsWhileEventsAreSmall() {
        assertThat(size.get()).isEqualTo(32);
        size.saw(events(32, 1));
        assertThat(size.get()).isEqualTo(128);
        size.saw(events(128, 1));
        size.saw(events(500, 1));
        assertThat(size.get()).isEqualTo(500);
    }

    @Test
    void shrinksToWhatFitsIntoMemory() {
        size.saw(events(32, 1_000));
        assertThat(size.get()).isEqualTo(10);
        size.saw(events(10, 1_000_000));
        assertThat(size.get()).isEqualTo(1);
    }

    @Test
    void isOneAfterAFailureAndGrowsAgain() {
        size.failed();
        assertThat(size.get()).isEqualTo(1);
        size.saw(events(1, 1));
        assertThat(size.get()).isEqualTo(4);
    }

    @Test
    void neverExceedsWhatIsConfigured() {
        assertThat(new BatchSize(7, 10_000).get()).isEqualTo(7);
    }

    private static List<StoredEvent> events(int count, int bytes) {
        StoredEvent event = mock(StoredEvent.class);
        when(event.size()).thenReturn(bytes);
        return Collections.nCopies(count, event);
    }
}
