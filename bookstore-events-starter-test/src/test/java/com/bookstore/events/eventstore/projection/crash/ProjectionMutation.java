package com.bookstore.events.eventstore.projection.crash;

/** What is taken away from a service, so that it is seen that the tests notice. */
enum ProjectionMutation {
    NONE,
    /** Positions are stored without asking whose the projection is. */
    UNFENCED,
    /** Positions are stored in transactions of their own. */
    POSITION_APART
}
