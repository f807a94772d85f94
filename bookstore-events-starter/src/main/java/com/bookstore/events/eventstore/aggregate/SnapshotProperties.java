package com.bookstore.events.eventstore.aggregate;

import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;

/**
 * How snapshots of aggregates are kept. Their table is where the event store is, and is created when its tables are.
 *
 * @param enabled whether snapshots are kept of the aggregates that have a policy for them
 * @param every after how many events a new snapshot is taken, where the aggregate's policy does not say
 * @param table the table of snapshots
 */
@ConfigurationProperties(SnapshotProperties.PREFIX)
record SnapshotProperties(
        @DefaultValue("false") boolean enabled,
        @DefaultValue("100") int every,
        @DefaultValue("event_snapshot") String table) {

    static final String PREFIX = "bookstore.events.event-store.snapshots";

    SnapshotProperties {
        Assert.isTrue(every >= 1, PREFIX + ".every must be at least 1");
    }
}
