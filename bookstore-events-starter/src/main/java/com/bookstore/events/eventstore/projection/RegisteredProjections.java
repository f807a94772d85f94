package com.bookstore.events.eventstore.projection;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The application's projections, each under a name of its own.
 *
 * @param byName the projections by their names, in the order of these
 */
record RegisteredProjections(Map<String, Projection> byName) {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,99}");

    /**
     * Checks the names.
     *
     * @throws ProjectionSetupException if one cannot be a name, or two are the same
     */
    static RegisteredProjections of(List<Projection> projections) {
        Map<String, Projection> byName = new TreeMap<>();
        for (Projection projection : projections) {
            String name = projection.name();
            if (name == null || !NAME.matcher(name).matches()) {
                throw ProjectionSetupException.invalidName(projection.getClass(), name);
            }
            Projection other = byName.put(name, projection);
            if (other != null) {
                throw ProjectionSetupException.sameName(name, other.getClass(), projection.getClass());
            }
        }
        return new RegisteredProjections(byName);
    }
}
