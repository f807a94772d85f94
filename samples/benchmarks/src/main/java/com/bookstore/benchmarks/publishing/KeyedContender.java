package com.bookstore.benchmarks.publishing;

import com.bookstore.benchmarks.measuring.Contender;
import com.bookstore.benchmarks.measuring.LostEventsException;
import com.bookstore.benchmarks.measuring.Sample;
import com.bookstore.benchmarks.measuring.Tally;

/** Starts with an empty store, and checks that each event has left one confirmed key. */
record KeyedContender(Contender publishing, StoredKeys keys, int events) implements Contender {

    @Override
    public String name() {
        return publishing.name();
    }

    @Override
    public Sample run() {
        keys.clear();
        Sample sample = publishing.run();
        verify("the keys of the store", keys.all());
        verify("the confirmed keys of the store", keys.confirmed());
        return sample;
    }

    private void verify(String what, long found) {
        if (found != events) {
            throw new LostEventsException(what, new Tally.Count(events, 0), new Tally.Count(found, 0));
        }
    }
}
