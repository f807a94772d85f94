package com.bookstore.events.cdc.change;

import com.bookstore.events.cdc.change.ColumnReaders.ColumnReader;
import com.bookstore.events.cdc.change.Payloads.Payload;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;

/** How the columns of a table become the components of a row type: worked out once, at the start. */
final class RowPlan<R> {

    /** Stands for a column whose value is not told. */
    static final Object ABSENT = new Object();

    private final Constructor<R> constructor;
    private final String[] components;
    private final ColumnReader[] readers;
    private final Map<String, Integer> columns = new HashMap<>();
    private final Map<String, Integer> inWhateverCase = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);

    private RowPlan(Constructor<R> constructor, String[] components, ColumnReader[] readers) {
        this.constructor = constructor;
        this.components = components;
        this.readers = readers;
    }

    static <R> RowPlan<R> of(Class<R> type, ColumnReaders known) {
        RecordComponent[] declared = type.getRecordComponents();
        if (!type.isRecord() || declared == null) {
            throw RowTypeException.noRecord(type);
        }
        String[] names = new String[declared.length];
        ColumnReader[] readers = new ColumnReader[declared.length];
        for (int i = 0; i < declared.length; i++) {
            names[i] = declared[i].getName();
            readers[i] = reader(type, declared[i], known);
        }
        RowPlan<R> plan = new RowPlan<>(constructor(type, declared), names, readers);
        for (int i = 0; i < declared.length; i++) {
            plan.name(type, i, declared[i]);
        }
        return plan;
    }

    private static ColumnReader reader(Class<?> type, RecordComponent component, ColumnReaders known) {
        if (component.getType().isPrimitive()) {
            throw RowTypeException.primitive(type, component.getName(), component.getType());
        }
        ColumnReader reader = known.of(component);
        if (reader == null) {
            throw RowTypeException.noRule(
                    type, component.getName(), component.getGenericType().getTypeName());
        }
        return reader;
    }

    private static <R> Constructor<R> constructor(Class<R> type, RecordComponent[] components) {
        try {
            Constructor<R> canonical = type.getDeclaredConstructor(
                    Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
            canonical.setAccessible(true);
            return canonical;
        } catch (NoSuchMethodException impossible) {
            throw new IllegalStateException("Every record has its canonical constructor", impossible);
        }
    }

    private void name(Class<?> type, int index, RecordComponent component) {
        Column column = component.getAnnotation(Column.class);
        if (column != null && !column.value().isEmpty()) {
            name(type, index, column.value());
            return;
        }
        String plain = component.getName();
        String snake = plain.replaceAll("([a-z0-9])([A-Z])", "$1_$2");
        Set<String> variants = new LinkedHashSet<>();
        for (String variant : new String[] {plain, snake}) {
            variants.add(variant);
            variants.add(variant.toLowerCase(Locale.ROOT));
            variants.add(variant.toUpperCase(Locale.ROOT));
            inWhateverCase.put(variant, index);
        }
        variants.forEach(variant -> name(type, index, variant));
    }

    private void name(Class<?> type, int index, String column) {
        Integer other = columns.putIfAbsent(column, index);
        if (other != null) {
            throw RowTypeException.sameColumn(type, column, components[other], components[index]);
        }
    }

    /** The component that stands for a column; negative if none does. The usual names are found without comparing. */
    int indexOf(String column) {
        Integer index = columns.get(column);
        return index == null ? inWhateverCase.getOrDefault(column, -1) : index;
    }

    /** Arranges a record's schema by components. */
    @Nullable
    ColumnSchema[] arrange(Map<String, ColumnSchema> schemas) {
        @Nullable ColumnSchema[] arranged = new ColumnSchema[readers.length];
        schemas.forEach((column, schema) -> {
            int index = indexOf(column);
            if (index >= 0) {
                arranged[index] = schema;
            }
        });
        return arranged;
    }

    @Nullable
    Object[] nothing() {
        @Nullable Object[] values = new Object[readers.length];
        Arrays.fill(values, ABSENT);
        return values;
    }

    /** Reads the value the parser stands at. */
    void read(int index, JsonParser parser, @Nullable Object[] values, Payload payload) {
        if (values[index] != ABSENT) {
            throw new MalformedChangeException("a column of '" + components[index] + "' is there twice");
        }
        if (parser.currentToken() == JsonToken.VALUE_NULL) {
            values[index] = null;
            return;
        }
        if (Unavailable.skip(parser, payload)) {
            return;
        }
        @Nullable ColumnSchema @Nullable [] schemas = payload.schemas();
        try {
            values[index] = readers[index].read(parser, schemas == null ? null : schemas[index]);
        } catch (MalformedChangeException problem) {
            throw new MalformedChangeException(
                    "component '" + components[index] + "': " + problem.getMessage(), problem);
        } catch (RuntimeException unreadable) {
            throw new MalformedChangeException("component '%s' does not fit its column (%s)"
                    .formatted(components[index], unreadable.getClass().getSimpleName()));
        }
    }

    /** What the row was is what it is where that is not told, as it did not change. */
    static void complete(@Nullable Object[] after, @Nullable Object[] before) {
        for (int i = 0; i < after.length; i++) {
            if (after[i] == ABSENT) {
                after[i] = before[i];
            }
        }
    }

    Set<String> changed(@Nullable Object[] before, @Nullable Object[] after) {
        Set<String> changed = new LinkedHashSet<>();
        for (int i = 0; i < after.length; i++) {
            if (before[i] != ABSENT && after[i] != ABSENT && !isSame(before[i], after[i])) {
                changed.add(components[i]);
            }
        }
        return Collections.unmodifiableSet(changed);
    }

    private static boolean isSame(@Nullable Object one, @Nullable Object other) {
        if (one instanceof BigDecimal first && other instanceof BigDecimal second) {
            return first.compareTo(second) == 0;
        }
        return Objects.deepEquals(one, other);
    }

    R row(@Nullable Object[] values) {
        for (int i = 0; i < values.length; i++) {
            if (values[i] == ABSENT) {
                values[i] = null;
            }
        }
        try {
            return constructor.newInstance(values);
        } catch (InvocationTargetException refused) {
            Throwable cause = refused.getCause() == null ? refused : refused.getCause();
            throw new MalformedChangeException("the row type refuses the values (%s)"
                    .formatted(cause.getClass().getSimpleName()));
        } catch (ReflectiveOperationException impossible) {
            throw new IllegalStateException("The constructor of a row type is accessible", impossible);
        }
    }
}
