package com.bookstore.events.json;

import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;
import tools.jackson.core.exc.InputCoercionException;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.exc.StreamReadException;

/** Says what Jackson objects to without its message, which quotes values. */
final class JacksonProblem {

    private static final int MAX_FIELD_LENGTH = 60;

    private JacksonProblem() {}

    static String describe(JacksonException problem) {
        return kind(problem) + field(problem) + location(problem);
    }

    private static String kind(JacksonException problem) {
        if (problem instanceof StreamConstraintsException) {
            return "a limit of the JSON reader is exceeded";
        }
        return problem instanceof StreamReadException && !(problem instanceof InputCoercionException)
                ? "the JSON is broken"
                : "a field does not fit (" + problem.getClass().getSimpleName() + ")";
    }

    private static String field(JacksonException problem) {
        if (problem.getPath().isEmpty()) {
            return "";
        }
        String name = problem.getPath().get(0).getPropertyName();
        return name == null || !isPlain(name) ? "" : ", field '" + name + "'";
    }

    /** Whether a name can only be one that a programmer chose: others come from the wire, through an any-setter. */
    private static boolean isPlain(String name) {
        return name.length() <= MAX_FIELD_LENGTH
                && name.chars().allMatch(c -> c < 128 && (Character.isLetterOrDigit(c) || c == '_' || c == '-'));
    }

    private static String location(JacksonException problem) {
        TokenStreamLocation location = problem.getLocation();
        return location == null ? "" : ", line " + location.getLineNr() + " column " + location.getColumnNr();
    }
}
