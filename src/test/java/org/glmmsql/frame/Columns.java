package org.glmmsql.frame;

import java.time.LocalDate;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Objects;
import org.glmmsql.frame.NumericColumn.Kind;
import org.jspecify.annotations.Nullable;

/** Columns as a database gives them, written as in a table; null is NULL. */
public final class Columns {
    private Columns() {}

    public static NumericColumn numbers(String name, @Nullable Number... values) {
        return numeric(name, Kind.NUMBER, values);
    }

    public static NumericColumn booleans(String name, @Nullable Boolean... values) {
        return numeric(
                name,
                Kind.BOOLEAN,
                Arrays.stream(values).map(b -> b == null ? null : b ? 1 : 0).toArray(Number[]::new));
    }

    public static NumericColumn dates(String name, String... values) {
        return numeric(
                name,
                Kind.DATE,
                Arrays.stream(values)
                        .map(date -> LocalDate.parse(date).toEpochDay())
                        .toArray(Number[]::new));
    }

    private static NumericColumn numeric(String name, Kind kind, @Nullable Number[] values) {
        double[] numbers = new double[values.length];
        BitSet missing = new BitSet();
        for (int i = 0; i < values.length; i++) {
            Number value = values[i];
            if (value == null) {
                missing.set(i);
            } else {
                numbers[i] = value.doubleValue();
            }
        }
        return new NumericColumn(name, kind, numbers, values.length, missing.isEmpty() ? null : missing);
    }

    /** Levels in order of first appearance. */
    public static FactorColumn text(String name, @Nullable String... values) {
        List<String> levels =
                Arrays.stream(values).filter(Objects::nonNull).distinct().toList();
        return coded(name, levels, false, values);
    }

    /** An ENUM with its own order of levels. */
    public static FactorColumn enumeration(String name, List<String> levels, @Nullable String... values) {
        return coded(name, levels, true, values);
    }

    private static FactorColumn coded(String name, List<String> levels, boolean ordered, @Nullable String... values) {
        int[] codes = Arrays.stream(values).mapToInt(levels::indexOf).toArray();
        return new FactorColumn(name, codes, levels, codes.length, ordered);
    }
}
