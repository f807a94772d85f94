package com.bookstore.events.deadletter.crash;

import com.bookstore.events.deadletter.crash.LetterTopics.Stored;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;

/**
 * Compares what was published in a run with its effects and its dead letters: each event is handled once, or is one dead
 * letter, or is one dead letter that says that it was replayed and is handled once. Each violation begins with the letter of
 * what must hold: L no loss, D no duplicate, O order, C the count of replays.
 */
final class DeadLetterVerdict {

    private final DyingRun run;
    private final List<Stored> topic;
    private final List<Letter> letters;
    private final List<String> effects;
    private final List<String> violations = new ArrayList<>();

    /**
     * Compares.
     *
     * @param topic the run's records
     * @param letters the dead letters that are stored
     * @param effects names of the run's events that were handled, in this order
     */
    DeadLetterVerdict(DyingRun run, List<Stored> topic, List<Letter> letters, List<String> effects) {
        this.run = run;
        this.topic = topic;
        this.letters = letters;
        this.effects = effects;
    }

    /**
     * Returns what does not hold.
     *
     * @param replayed whether everything was replayed since it died
     */
    List<String> violations(boolean replayed) {
        for (Dying event : run.events()) {
            List<Stored> originals = topic.stream()
                    .filter(stored -> stored.replay() == null && stored.name().equals(event.name()))
                    .toList();
            if (originals.isEmpty()) {
                violations.add("was not published: " + event.name());
                continue;
            }
            Stored original = originals.get(0);
            checkLetters(
                    event,
                    original,
                    letters.stream()
                            .filter(letter -> letter.eventId().equals(original.eventId()))
                            .toList(),
                    replayed);
            checkEffects(event, event.fate() == Fate.LIVES || (replayed && event.fate() == Fate.DIES_FOR_NOW));
        }
        checkReplays();
        checkOrder(true);
        checkOrder(false);
        return violations;
    }

    private void checkLetters(Dying event, Stored original, List<Letter> ofEvent, boolean replayed) {
        int times = (int) ofEvent.stream().filter(Letter::knowsItsSource).count();
        if (event.fate() == Fate.LIVES) {
            if (!ofEvent.isEmpty()) {
                violations.add("D: is dead, and lives: " + event.name());
            }
        } else if (ofEvent.isEmpty()) {
            violations.add("L: is no dead letter: " + event.name());
        } else if (times > 1) {
            violations.add("D: is " + times + " dead letters: " + event.name());
        } else if (times == 1) {
            checkLetter(event, original, ofEvent.get(0), replayed);
        }
    }

    private void checkLetter(Dying event, Stored original, Letter letter, boolean replayed) {
        if (letter.partition() != original.partition() || letter.offset() != original.offset()) {
            violations.add("L: does not know its source: " + event.name() + " as " + letter);
        }
        boolean lives = replayed && event.fate() == Fate.DIES_FOR_NOW;
        if (!letter.status().equals(lives ? "REPLAYED" : "NEW")) {
            violations.add("L: has the wrong status: " + event.name() + " as " + letter);
        }
        int sent = topic.stream()
                .filter(stored -> letter.fingerprint().equals(stored.replay()))
                .mapToInt(Stored::count)
                .max()
                .orElse(0);
        int deaths = lives ? 0 : sent;
        if (letter.replays() != sent || letter.died() != deaths || letter.attempts() != deaths + 1) {
            violations.add("C: was sent as replay " + sent + ": " + event.name() + " as " + letter);
        }
        if (replayed && (sent == 0 || (lives && sent > 1))) {
            violations.add("C: was sent as replay " + sent + ": " + event.name());
        }
    }

    private void checkEffects(Dying event, boolean handled) {
        int times = Collections.frequency(effects, event.name());
        if (handled && times == 0) {
            violations.add("L: has no effect: " + event.name());
        } else if (times > (handled ? 1 : 0)) {
            violations.add("D: has " + times + " effects: " + event.name());
        }
    }

    private void checkReplays() {
        Map<String, String> ids = new HashMap<>();
        letters.forEach(letter -> ids.put(letter.fingerprint(), letter.eventId()));
        topic.stream()
                .filter(stored -> stored.replay() != null && !stored.eventId().equals(ids.get(stored.replay())))
                .forEach(stored -> violations.add("D: is the replay of another event: " + stored));
    }

    /** First effects of an account; what was replayed comes behind what was not. */
    private void checkOrder(boolean alive) {
        Map<String, Integer> last = new HashMap<>();
        for (String name : new LinkedHashSet<>(effects)) {
            int end = name.lastIndexOf('/');
            String account = name.substring(0, end);
            int number = Integer.parseInt(name.substring(end + 1));
            if ((Fate.of(number) == Fate.LIVES) == alive) {
                Integer before = last.put(account, number);
                if (before != null && before > number) {
                    violations.add("O: was handled behind number " + before + ": " + name);
                }
            }
        }
    }

    /** What was sent more often than once as the same replay. */
    List<String> repeatedReplays() {
        Map<String, Integer> times = new HashMap<>();
        topic.stream()
                .filter(stored -> stored.replay() != null)
                .forEach(stored -> times.merge(stored.name() + " as replay " + stored.count(), 1, Integer::sum));
        return times.entrySet().stream()
                .filter(count -> count.getValue() > 1)
                .map(count -> "D: was sent " + count.getValue() + " times: " + count.getKey())
                .toList();
    }

    /** A stored dead letter. */
    record Letter(
            String eventId,
            String fingerprint,
            String topic,
            int partition,
            long offset,
            String message,
            String status,
            int attempts,
            int replays,
            int died) {

        /** Without room for headers it does not; then it may be there twice. */
        boolean knowsItsSource() {
            return !topic.equals(LetterTopics.LETTERS);
        }
    }
}
