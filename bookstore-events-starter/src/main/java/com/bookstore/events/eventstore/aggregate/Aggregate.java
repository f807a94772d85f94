package com.bookstore.events.eventstore.aggregate;

import com.bookstore.events.DomainEvent;
import java.util.List;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * What a kind of aggregate is: how its state follows from its events, and which events follow from a command. Its functions
 * are called any number of times, also for one command, and from several threads: they have no effects of their own and never
 * change a state, but return another one.
 *
 * @param <S> the state, best a record
 * @param <C> the commands, best a sealed interface of records
 */
public interface Aggregate<S, C> {

    /**
     * Returns the type of the streams that its events are in.
     *
     * @return the type, always the same, for example {@code book}
     */
    String streamType();

    /**
     * Returns the state before the first event.
     *
     * @return the state of an aggregate that does not exist yet
     */
    S initialState();

    /**
     * Returns the state after an event. What has happened is not refused: an event that does not matter leaves the state as it
     * is.
     *
     * @param state the state before
     * @param event what happened
     * @return the state after it
     */
    S apply(S state, DomainEvent event);

    /**
     * Decides what a command leads to.
     *
     * @param state the state it meets
     * @param command what is asked for
     * @return the events that happen, in their order; none if there is nothing to do. A command that must not be obeyed is
     *     refused by an exception, which the caller of {@link Aggregates#execute} gets
     */
    List<? extends DomainEvent> decide(S state, C command);

    /**
     * Returns what becomes of a stored event for which this service has no class.
     *
     * @return what to do; unless overridden, the aggregate cannot be loaded
     */
    default UnknownEvents unknownEvents() {
        return UnknownEvents.FAIL;
    }

    /**
     * Returns how snapshots of the state are kept.
     *
     * @return how, or {@code null} for no snapshots
     */
    default @Nullable SnapshotPolicy<S> snapshots() {
        return null;
    }

    /**
     * Makes an aggregate of functions.
     *
     * @param streamType the type of the streams that its events are in
     * @param initialState the state before the first event
     * @param apply returns the state after an event
     * @param decide returns the events that follow from a command
     * @param <S> the state
     * @param <C> the commands
     * @return an aggregate without snapshots
     */
    static <S, C> Aggregate<S, C> of(
            String streamType,
            S initialState,
            BiFunction<S, DomainEvent, S> apply,
            BiFunction<S, C, List<? extends DomainEvent>> decide) {
        return new FunctionalAggregate<>(streamType, initialState, apply, decide, UnknownEvents.FAIL, null);
    }

    /**
     * Returns the same with snapshots.
     *
     * @param policy how they are kept
     * @return another aggregate
     */
    default Aggregate<S, C> withSnapshots(SnapshotPolicy<S> policy) {
        return new FunctionalAggregate<>(
                streamType(), initialState(), this::apply, this::decide, unknownEvents(), policy);
    }
}
