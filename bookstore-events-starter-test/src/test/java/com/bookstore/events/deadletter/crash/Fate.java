package com.bookstore.events.deadletter.crash;

/** What becomes of an event. */
enum Fate {
    LIVES,
    /** Dies while its handlers are told to fail. */
    DIES_FOR_NOW,
    DIES_ALWAYS;

    private static final int PERIOD = 6;

    /** Of each account, events of all fates stand among each other. */
    static Fate of(int number) {
        return switch (number % PERIOD) {
            case 0, 3 -> DIES_FOR_NOW;
            case 1 -> DIES_ALWAYS;
            default -> LIVES;
        };
    }
}
