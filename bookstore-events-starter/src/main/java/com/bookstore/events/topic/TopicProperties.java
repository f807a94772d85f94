package com.bookstore.events.topic;

import java.util.Map;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * Topics by their logical names.
 *
 * @param topics settings of topics by logical name, for example book-events: name, partitions, replicas, retention,
 *     compression, cleanup-policy, min-insync-replicas, config
 */
@ConfigurationProperties("bookstore.events")
record TopicProperties(@DefaultValue Map<String, TopicSettings> topics) {

    TopicProperties {
        topics.forEach((topic, settings) -> settings.check("bookstore.events.topics." + topic));
    }
}
