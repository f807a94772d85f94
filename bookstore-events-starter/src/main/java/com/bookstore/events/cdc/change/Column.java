package com.bookstore.events.cdc.change;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Says which column a component of a row type stands for, and how to read it. Without it, {@code bookId} stands for the
 * column {@code book_id} or {@code bookid}, in whatever case.
 */
@Documented
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Column {

    /**
     * Returns the column's name.
     *
     * @return the exact name; empty for the rule above
     */
    String value() default "";

    /**
     * Returns how the column's values are written, for records that come without a schema.
     *
     * @return the form; what the record's schema says comes first, except for {@link Form#UNSIGNED}
     */
    Form form() default Form.SCHEMA;

    /**
     * Returns how many digits a decimal has behind the point.
     *
     * @return the scale, for {@link Form#DECIMAL_BYTES}
     */
    int scale() default 0;

    /** How values are written that do not tell it themselves. */
    enum Form {
        /** As the record's schema says, or as can be seen. */
        SCHEMA,
        /** A decimal as bytes: {@code decimal.handling.mode=precise}. */
        DECIMAL_BYTES,
        /** A decimal as text: {@code decimal.handling.mode=string}. */
        DECIMAL_TEXT,
        /** An unsigned number of 64 bits, whose upper half comes as negative: {@code bigint.unsigned.handling.mode=long}. */
        UNSIGNED,
        /** A time as a number of milliseconds. */
        MILLIS,
        /** A time as a number of microseconds. */
        MICROS,
        /** A time as a number of nanoseconds. */
        NANOS,
        /** A time as a text, of what the clock on the wall showed, whatever zone the text ends with. */
        LOCAL,
        /** A time as a text with its zone; a Z at the end is UTC. */
        ZONED
    }
}
