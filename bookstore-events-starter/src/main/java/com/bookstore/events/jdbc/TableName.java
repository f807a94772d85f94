package com.bookstore.events.jdbc;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The name of a table, safe to be written into SQL.
 *
 * @param schema the schema it is in; {@code null} for the connection's own
 * @param name the table's name without the schema
 */
public record TableName(@Nullable String schema, String name) {

    private static final Pattern VALID = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,62}");

    /** Databases cut longer names, and a cut index name may be that of the table. */
    private static final int LONGEST_WITH_SUFFIX = 48;

    /**
     * Checks the names.
     *
     * @throws InvalidTableNameException if one of them has other than 1 to 63 letters, digits and underscores, or begins
     *     with a digit
     */
    public TableName {
        check("schema", schema);
        check("table", name);
    }

    /**
     * Reads the names from a feature's properties.
     *
     * @param prefix the prefix of the properties {@code schema} and {@code table}, which a failure names
     * @param schema the schema; {@code null} or empty for the connection's own
     * @param table the table
     * @return the checked name
     * @throws InvalidTableNameException if one of the names is not valid
     */
    public static TableName of(String prefix, @Nullable String schema, String table) {
        String chosen = schema == null || schema.isEmpty() ? null : schema;
        check(prefix + ".schema", chosen);
        check(prefix + ".table", table);
        return new TableName(chosen, table);
    }

    private static void check(String property, @Nullable String name) {
        if (name != null && !VALID.matcher(name).matches()) {
            throw new InvalidTableNameException(property, name);
        }
    }

    /**
     * Returns a name for something that belongs to the table, such as an index.
     *
     * @param suffix what to append, at most 14 characters
     * @return the table's name without schema, shortened where it is too long, and the suffix
     */
    public String with(String suffix) {
        return name.length() <= LONGEST_WITH_SUFFIX
                ? name + suffix
                : name.substring(0, LONGEST_WITH_SUFFIX - 8) + Integer.toHexString(name.hashCode()) + suffix;
    }

    /** Returns the name as SQL takes it. */
    @Override
    public String toString() {
        return schema == null ? name : schema + "." + name;
    }
}
