package com.bookstore.events.observability;

import java.util.Collection;

/** Tells which topics this service expects to exist. All beans of this type are asked, each time anew. */
@FunctionalInterface
public interface ExpectedTopics {

    /**
     * Returns their physical names.
     *
     * @return the names, in any order
     */
    Collection<String> names();
}
