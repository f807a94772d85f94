package com.bookstore.events.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.crash.CrashTopic.Stored;
import com.bookstore.events.crash.Ledger.Entry;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the verdict calls a violation. */
class CrashVerdictTests {

    private static final CrashEvent FIRST = new CrashEvent("run", "a", 1);
    private static final CrashEvent SECOND = new CrashEvent("run", "a", 2);

    private final List<Entry> wanted =
            List.of(new Entry("test", "intent", FIRST.name(), "-"), new Entry("test", "intent", SECOND.name(), "-"));
    private final List<Stored> stored = List.of(stored(FIRST, "id-1"), stored(SECOND, "id-2"));

    @Test
    void oneRecordAndOneEffectOfEachInOrderAreRight() {
        assertThat(violations(wanted, stored, FIRST, SECOND)).isEmpty();
    }

    @Test
    void aRecordMoreWithTheSameIdIsRight() {
        List<Stored> twice = List.of(stored(FIRST, "id-1"), stored(SECOND, "id-2"), stored(FIRST, "id-1"));

        assertThat(violations(wanted, twice, FIRST, SECOND)).isEmpty();
        assertThat(new CrashVerdict(wanted, twice, List.of()).repeatedRecords())
                .containsExactly("D: has 2 records: run/a/1");
    }

    @Test
    void aRecordMoreWithAnotherIdIsADuplicate() {
        List<Stored> twice = List.of(stored(FIRST, "id-1"), stored(SECOND, "id-2"), stored(FIRST, "id-3"));

        assertThat(violations(wanted, twice, FIRST, SECOND)).containsExactly("D: has 2 event ids: run/a/1");
    }

    @Test
    void aMissingRecordIsALoss() {
        assertThat(violations(wanted, stored.subList(0, 1), FIRST))
                .containsExactlyInAnyOrder("L: is not in the topic: run/a/2", "L: has no effect: run/a/2");
    }

    @Test
    void anEventThatWasSaidToBePublishedAndIsNotThereIsALoss() {
        List<Entry> told = List.of(new Entry("one", "ok", FIRST.name(), "id-9"));

        assertThat(violations(told, stored, FIRST, SECOND))
                .singleElement()
                .asString()
                .startsWith("L: was told");
    }

    @Test
    void aMissingEffectIsALossAndASecondOneADuplicate() {
        assertThat(violations(wanted, stored, FIRST, FIRST))
                .containsExactlyInAnyOrder("D: has 2 effects: run/a/1", "L: has no effect: run/a/2");
    }

    @Test
    void anotherOrderOfEffectsIsNoticed() {
        assertThat(violations(wanted, stored, SECOND, FIRST))
                .singleElement()
                .asString()
                .startsWith("O: ");
    }

    @Test
    void anEffectWithoutARecordIsNoticed() {
        assertThat(violations(List.of(), List.of(), FIRST))
                .containsExactly("G: has an effect without a record: run/a/1");
    }

    private static List<String> violations(List<Entry> ledger, List<Stored> topic, CrashEvent... effects) {
        return new CrashVerdict(ledger, topic, List.of(effects)).violations();
    }

    private static Stored stored(CrashEvent event, String eventId) {
        return new Stored(event.run(), event.account(), event.name(), eventId);
    }
}
