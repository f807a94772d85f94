package com.bookstore.events.eventstore.projection;

import com.bookstore.events.eventstore.StoredEvent;
import java.util.function.Consumer;

/** Notes the positions of the events it is given. */
final class SeeingProjection implements Projection {

    private final ProjectionDatabase database;
    private final Consumer<StoredEvent> meanwhile;

    SeeingProjection(ProjectionDatabase database, Consumer<StoredEvent> meanwhile) {
        this.database = database;
        this.meanwhile = meanwhile;
    }

    @Override
    public String name() {
        return "seen";
    }

    @Override
    public void on(StoredEvent event) {
        database.see(event);
        meanwhile.accept(event);
    }

    @Override
    public void reset() {
        database.jdbc().update("DELETE FROM seen");
    }
}
