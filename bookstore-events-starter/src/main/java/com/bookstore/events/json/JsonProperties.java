package com.bookstore.events.json;

import java.time.ZoneId;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.Assert;
import org.springframework.util.unit.DataSize;

/**
 * How events are read from the wire.
 *
 * @param localZone the zone of timestamps that come without one, as classic services write them
 * @param maxEventSize the largest value that is read as an event; a larger one is malformed
 */
@ConfigurationProperties("bookstore.events.json")
record JsonProperties(@DefaultValue("UTC") ZoneId localZone, @DefaultValue("1MB") DataSize maxEventSize) {

    JsonProperties {
        Assert.isTrue(maxEventSize.toBytes() > 0, "bookstore.events.json.max-event-size must be positive");
    }
}
