package com.bookstore.events.deadletter.replay;

import com.bookstore.events.EventsException;
import com.bookstore.events.deadletter.replay.ReplayPreview.Reason;
import java.util.Map;
import java.util.TreeMap;

/** A replay is not done. */
public final class ReplayRefusedException extends EventsException {

    private static final long serialVersionUID = 1L;

    private final boolean nothingFound;

    private ReplayRefusedException(String message, boolean nothingFound) {
        super(message, null);
        this.nothingFound = nothingFound;
    }

    static ReplayRefusedException unspecific() {
        return new ReplayRefusedException(
                "A replay of everything is refused; name dead letters by ids, topic, group, type, cause or key", false);
    }

    static ReplayRefusedException nothingFound() {
        return new ReplayRefusedException("No dead letter that could be replayed fits", true);
    }

    static ReplayRefusedException allRefused(Map<Reason, Long> reasons) {
        return new ReplayRefusedException(
                ("None of these dead letters may be replayed: %s; topics are allowed by"
                                + " bookstore.events.dead-letter.replay.topics, further replays by 'force'")
                        .formatted(new TreeMap<>(reasons)),
                false);
    }

    static ReplayRefusedException busy() {
        return new ReplayRefusedException("Too many replays wait already; try again when some have ended", false);
    }

    static ReplayRefusedException editsOff() {
        return new ReplayRefusedException(
                "Values may not be edited; set bookstore.events.dead-letter.replay.allow-edit=true to allow it", false);
    }

    static ReplayRefusedException misfit(String what) {
        return new ReplayRefusedException("The edited value does not fit: " + what, false);
    }

    /**
     * Tells whether there was nothing to replay, so that asking otherwise would not help.
     *
     * @return whether no dead letter fits
     */
    public boolean isNothingFound() {
        return nothingFound;
    }
}
