package com.bookstore.events.deadletter.crash;

import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;

/**
 * Events with names of their own.
 *
 * @param large whether some are so large that there is no room for the headers of a dead letter
 */
record DyingRun(String id, boolean large) {

    static final int ACCOUNTS = 5;
    static final int EVENTS_OF_ACCOUNT = 9;

    private static final int LARGE = 9_000;
    private static final int WITH_ROOM_FOR_SOME = LARGE - 1_000;

    /** In the order in which they are published. */
    List<Dying> events() {
        List<Dying> events = new ArrayList<>();
        for (int number = 0; number < EVENTS_OF_ACCOUNT; number++) {
            for (int account = 0; account < ACCOUNTS; account++) {
                String note = large ? note(account % 3) : "";
                events.add(new Dying(id, "a" + account, number, Fate.of(number), note));
            }
        }
        return events;
    }

    private static String note(int kind) {
        byte[] random = new byte[LARGE];
        new Random(kind).nextBytes(random);
        int size = List.of(0, WITH_ROOM_FOR_SOME, LARGE).get(kind);
        return Base64.getEncoder().encodeToString(random).substring(0, size);
    }

    List<Dying> dying() {
        return events().stream().filter(event -> event.fate() != Fate.LIVES).toList();
    }
}
