package com.bookstore.events.crash;

import java.util.List;
import java.util.stream.IntStream;

/** Events with names of their own. */
record Run(String id, int accounts, int eventsOfAccount) {

    int size() {
        return accounts * eventsOfAccount;
    }

    /** One for each account. */
    List<CrashEvent> events(int number) {
        return IntStream.range(0, accounts)
                .mapToObj(account -> new CrashEvent(id, "a" + account, number))
                .toList();
    }

    List<CrashEvent> events() {
        return IntStream.range(0, eventsOfAccount)
                .mapToObj(this::events)
                .flatMap(List::stream)
                .toList();
    }
}
