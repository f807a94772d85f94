package com.bookstore.events.test;

import java.util.Arrays;
import java.util.BitSet;

/** What was handled: which events, how often, and in which order within an account. All its memory is taken at the start. */
final class SoakLedger {

    private final BitSet[] seen;
    private final int[] last;
    private long distinct;
    private long duplicates;
    private long outOfOrder;
    private long checksum;

    SoakLedger(int accounts, int eventsPerAccount) {
        seen = new BitSet[accounts];
        Arrays.setAll(seen, account -> new BitSet(eventsPerAccount));
        last = new int[accounts];
        Arrays.fill(last, -1);
    }

    synchronized void handled(SoakEvent event) {
        BitSet ofAccount = seen[event.account()];
        if (ofAccount.get(event.number())) {
            duplicates++;
            return;
        }
        ofAccount.set(event.number());
        if (event.number() != last[event.account()] + 1) {
            outOfOrder++;
        }
        last[event.account()] = event.number();
        distinct++;
        checksum += event.checksum();
    }

    synchronized long distinct() {
        return distinct;
    }

    synchronized long duplicates() {
        return duplicates;
    }

    synchronized long outOfOrder() {
        return outOfOrder;
    }

    synchronized long checksum() {
        return checksum;
    }
}
