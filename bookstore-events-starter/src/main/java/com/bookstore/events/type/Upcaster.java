package com.bookstore.events.type;

import tools.jackson.databind.node.ObjectNode;

/**
 * Brings the fields of an event from an older version to a newer one, wherever it is read: from Kafka, as a dead letter, from
 * the event store. What is stored stays as it is. The application's beans of this type are applied one after the other until
 * the version of the event's class is reached. Must be thread-safe.
 */
public interface Upcaster {

    /**
     * Returns whose fields it changes.
     *
     * @return the name of a registered event type
     */
    String type();

    /**
     * Returns from which version it starts.
     *
     * @return the version of the fields it is given
     */
    String from();

    /**
     * Returns to which version it leads.
     *
     * @return the version of the fields it returns
     */
    String to();

    /**
     * Changes the fields.
     *
     * @param fields the event's JSON object; it may be changed. Its metadata may be among the fields, depending on where the
     *     event is read, and is not to be changed
     * @return the object with the fields of the newer version
     */
    ObjectNode upcast(ObjectNode fields);
}
