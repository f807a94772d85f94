package com.bookstore.events.outbox;

/**
 * A bean of this type is told what becomes of stored events, by the instance that relays them. It is called on the relay's
 * thread, which waits for it: it must be quick. What it throws is logged. After a crash an event may be told of twice, or not
 * at all.
 */
public interface OutboxListener {

    /**
     * An event is on Kafka, and no longer in the outbox.
     *
     * @param event the event
     */
    default void relayed(StoredEvent event) {}

    /**
     * Kafka does not take an event; it is set aside.
     *
     * @param event the event
     * @param cause why
     */
    default void parked(StoredEvent event, Exception cause) {}

    /**
     * What is known of a stored event without reading it.
     *
     * @param eventId its id
     * @param topic the topic's physical name
     * @param key its key
     * @param type its type's name
     */
    record StoredEvent(String eventId, String topic, String key, String type) {}
}
