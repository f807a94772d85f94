package com.bookstore.events.cdc.change;

import com.bookstore.events.EventsException;

/** A class cannot be a row type. */
public final class RowTypeException extends EventsException {

    private static final long serialVersionUID = 1L;

    private final String action;

    private RowTypeException(String message, String action) {
        super(message, null);
        this.action = action;
    }

    static RowTypeException noRecord(Class<?> type) {
        return new RowTypeException(
                "The row type %s is no record".formatted(type.getName()),
                "Make it a record whose components are the columns you need");
    }

    static RowTypeException primitive(Class<?> type, String component, Class<?> primitive) {
        return new RowTypeException(
                "The component '%s' of the row type %s is %s, but a column can be NULL, or missing from what the row was"
                        .formatted(component, type.getName(), primitive.getName()),
                "Use the class instead, for example Integer for int");
    }

    static RowTypeException noRule(Class<?> type, String component, String componentType) {
        return new RowTypeException(
                "The component '%s' of the row type %s has the type %s, which no column is read as"
                        .formatted(component, type.getName(), componentType),
                "Use String, Boolean, a number, BigDecimal, BigInteger, byte[], UUID, an enum, a type of java.time, or Map or"
                        + " List for JSON");
    }

    static RowTypeException sameColumn(Class<?> type, String column, String one, String other) {
        return new RowTypeException(
                "The components '%s' and '%s' of the row type %s stand for the same column '%s'"
                        .formatted(one, other, type.getName(), column),
                "Rename one of them, or name its column: @Column(\"...\")");
    }

    /**
     * Returns what to do about it.
     *
     * @return a sentence
     */
    public String action() {
        return action;
    }
}
