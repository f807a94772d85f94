package com.bookstore.events.eventstore.aggregate;

/**
 * Loads aggregates from the {@link com.bookstore.events.eventstore.EventStore} and has them decide about commands. Streams are
 * folded page by page: one of any length takes little memory. Thread-safe.
 *
 * <p>Besides what is stated, methods throw what the aggregate's functions throw, Spring's
 * {@link org.springframework.dao.DataAccessException} when the database does not do what it is asked to, and
 * {@link com.bookstore.events.eventstore.EventStoreException} for names of streams and events that cannot be.
 */
public interface Aggregates {

    /**
     * Returns an aggregate as the current transaction sees it.
     *
     * @param aggregate what kind it is
     * @param id which one, the id of its stream
     * @param <S> the state
     * @return its state and version; the initial state and 0 if it has no events
     * @throws com.bookstore.events.eventstore.EventStoreException.UnreadableEvent if one of its events has no class any more
     *     or does not fit it
     */
    <S> AggregateState<S> load(Aggregate<S, ?> aggregate, String id);

    /**
     * Loads an aggregate, has it decide about a command and appends what it decided, all or nothing; nothing if it decided
     * nothing. The events are a part of the current transaction; without one they are committed when this method returns.
     *
     * <p>If another writer was faster, the aggregate gets the events it did not know and decides again, up to
     * {@code bookstore.events.event-store.aggregates.max-attempts} times in all. In a transaction it does so only where that
     * one sees the other writer's events and can go on.
     *
     * @param aggregate what kind it is
     * @param id which one, the id of its stream
     * @param command what is asked for
     * @param <S> the state
     * @param <C> the commands
     * @return the state after the command, and what was appended
     * @throws CommandConflictException if other writers were faster each time; nothing was appended
     * @throws com.bookstore.events.eventstore.EventStoreException.UnreadableEvent as {@link #load} does
     */
    <S, C> CommandResult<S> execute(Aggregate<S, C> aggregate, String id, C command);
}
