package org.glmmsql.model;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One column of a result table.
 *
 * @param value of a row; use {@link #valueOf}, which turns what SQL and JSON cannot say into null
 * @param doc one sentence for the manual
 */
public record ResultColumn<R>(String name, ColumnType type, Function<R, @Nullable Object> value, String doc) {
    /** The value of a row: String, Double, Integer, Long or Boolean by {@link #type}; NaN and infinite numbers are null. */
    public @Nullable Object valueOf(R row) {
        Object found = value.apply(row);
        return found instanceof Double number && !Double.isFinite(number) ? null : found;
    }
}
