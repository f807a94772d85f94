package com.bookstore.events.deadletter.crash;

import static org.assertj.core.api.Assertions.assertThat;

import com.bookstore.events.deadletter.crash.DeadLetterVerdict.Letter;
import com.bookstore.events.deadletter.crash.LetterTopics.Stored;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What the verdict calls a violation. */
class DeadLetterVerdictTests {

    private static final DyingRun RUN = new DyingRun("run", false);
    private static final String FOR_NOW = "run/a0/0";
    private static final String ALWAYS = "run/a0/1";
    private static final String ALIVE = "run/a0/2";

    private final List<Stored> topic = new ArrayList<>();
    private final List<Letter> letters = new ArrayList<>();
    private final List<String> effects = new ArrayList<>();

    /** Everything was replayed once. */
    @BeforeEach
    void replayed() {
        for (Dying event : RUN.events()) {
            topic.add(stored(event.name(), null, 0));
            if (event.fate() == Fate.LIVES) {
                effects.add(event.name());
            }
        }
        for (Dying event : RUN.dying()) {
            boolean lives = event.fate() == Fate.DIES_FOR_NOW;
            topic.add(stored(event.name(), "of " + event.name(), 1));
            letters.add(letter(event.name(), lives ? "REPLAYED" : "NEW", 1, lives ? 0 : 1));
            if (lives) {
                effects.add(event.name());
            }
        }
    }

    @Test
    void eachEventHandledOnceOrDeadOnceIsRight() {
        assertThat(violations(true)).isEmpty();
    }

    @Test
    void aSecondCopyOfAReplayIsRightUnlessNothingCrashed() {
        topic.add(stored(FOR_NOW, "of " + FOR_NOW, 1));

        assertThat(violations(true)).isEmpty();
        assertThat(verdict().repeatedReplays()).containsExactly("D: was sent 2 times: run/a0/0 as replay 1");
    }

    @Test
    void whatIsNeitherHandledNorDeadIsLost() {
        letters.removeIf(letter -> letter.eventId().equals(ALWAYS));
        effects.remove(ALIVE);

        assertThat(violations(true)).contains("L: is no dead letter: " + ALWAYS, "L: has no effect: " + ALIVE);
    }

    @Test
    void aReplayWithoutAnEffectIsLost() {
        effects.remove(FOR_NOW);

        assertThat(violations(true)).containsExactly("L: has no effect: " + FOR_NOW);
    }

    @Test
    void aSecondRowOrEffectIsADuplicate() {
        letters.add(letter(ALWAYS, "NEW", 1, 1));
        effects.add(FOR_NOW);

        assertThat(violations(true))
                .containsExactlyInAnyOrder("D: is 2 dead letters: " + ALWAYS, "D: has 2 effects: " + FOR_NOW);
    }

    @Test
    void aWrongCountIsNoticed() {
        topic.add(stored(ALWAYS, "of " + ALWAYS, 2));

        assertThat(violations(true)).singleElement().asString().startsWith("C: was sent as replay 2: " + ALWAYS);
    }

    @Test
    void theReplayOfAnotherEventIsNoticed() {
        topic.add(new Stored(FOR_NOW, "other", 0, 99, 0, "of " + FOR_NOW, 1));

        assertThat(violations(true)).singleElement().asString().startsWith("D: is the replay of another event");
    }

    @Test
    void anotherOrderOfReplayedEventsIsNoticed() {
        effects.remove(FOR_NOW);
        effects.add(FOR_NOW);

        assertThat(violations(true))
                .singleElement()
                .asString()
                .startsWith("O: was handled behind number 6: " + FOR_NOW);
    }

    @Test
    void whatIsHandledAlthoughNobodyReplayedItIsNoticed() {
        assertThat(violations(false)).contains("D: has 1 effects: " + FOR_NOW);
    }

    private List<String> violations(boolean replayed) {
        return verdict().violations(replayed);
    }

    private DeadLetterVerdict verdict() {
        return new DeadLetterVerdict(RUN, topic, letters, effects);
    }

    private static Stored stored(String name, String replay, int count) {
        return new Stored(name, name, 0, name.hashCode(), 0, replay, count);
    }

    private static Letter letter(String name, String status, int replays, int died) {
        return new Letter(name, "of " + name, Dying.TOPIC, 0, name.hashCode(), "no", status, died + 1, replays, died);
    }
}
