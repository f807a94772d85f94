package com.bookstore.events.outbox.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.outbox.crash.OutboxTopic.Stored;
import com.bookstore.events.outbox.crash.OutboxVerdict.Committed;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the verdict calls a violation. */
class OutboxVerdictTests {

    private final List<Committed> committed = List.of(committed(1, Poison.NONE), committed(2, Poison.NONE));

    @Test
    void eachOnceInOrderIsRight() {
        assertThat(violations(stored(1), stored(2))).isEmpty();
    }

    @Test
    void aRepetitionBehindLaterEventsIsRight() {
        assertThat(violations(stored(1), stored(2), stored(1))).isEmpty();
    }

    @Test
    void aRepetitionWithAnotherIdIsNone() {
        assertThat(violations(stored(1), stored(2), new Stored("run", "a", 1, "other")))
                .anyMatch(violation -> violation.startsWith("D:"));
    }

    @Test
    void aFirstDeliveryBehindALaterEventIsReordered() {
        assertThat(violations(stored(2), stored(1))).singleElement().asString().startsWith("O:");
    }

    @Test
    void whatIsNotThereIsLost() {
        assertThat(violations(stored(1))).singleElement().asString().startsWith("L:");
    }

    @Test
    void whatWasNotCommittedIsAGhost() {
        assertThat(violations(stored(1), stored(2), stored(3)))
                .singleElement()
                .asString()
                .startsWith("G:");
    }

    @Test
    void whatIsParkedWithoutReasonIsNoticed() {
        assertThat(new OutboxVerdict(committed, List.of(stored(1)), Set.of("id-2")).violations(0))
                .singleElement()
                .asString()
                .startsWith("parked:");
    }

    @Test
    void whatIsStillInTheTableIsLost() {
        assertThat(new OutboxVerdict(committed, List.of(stored(1), stored(2)), Set.of()).violations(1))
                .containsExactly("L: 1 events are still in the table");
    }

    private List<String> violations(Stored... topic) {
        return new OutboxVerdict(committed, List.of(topic), Set.of()).violations(0);
    }

    private static Committed committed(int number, Poison poison) {
        return new Committed("id-" + number, "a", number, poison);
    }

    private static Stored stored(int number) {
        return new Stored("run", "a", number, "id-" + number);
    }
}
