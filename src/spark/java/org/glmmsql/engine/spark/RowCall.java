package org.glmmsql.engine.spark;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.catalyst.InternalRow;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.unsafe.types.UTF8String;
import org.glmmsql.error.Failures;
import org.glmmsql.function.Scalar;
import org.glmmsql.model.ColumnType;
import org.jspecify.annotations.Nullable;

/** A call of a scalar function, as it travels to the executors. Spark calls the method of the type of the result for each row. */
public final class RowCall implements Serializable {
    private final FunctionReference function;
    private final DataType[] types;

    /** @param types of the arguments */
    RowCall(FunctionReference function, DataType[] types) {
        this.function = function;
        this.types = types.clone();
    }

    /** The name of the method for a type of result. */
    static String method(ColumnType type) {
        return switch (type) {
            case TEXT -> "text";
            case DOUBLE -> "number";
            case INTEGER -> "integer";
            case BIGINT -> "bigint";
            case BOOLEAN -> "flag";
        };
    }

    public @Nullable UTF8String text(InternalRow arguments) {
        return (UTF8String) SparkValues.internal(value(arguments));
    }

    public @Nullable Double number(InternalRow arguments) {
        return (Double) value(arguments);
    }

    public @Nullable Integer integer(InternalRow arguments) {
        return (Integer) value(arguments);
    }

    public @Nullable Long bigint(InternalRow arguments) {
        return (Long) value(arguments);
    }

    public @Nullable Boolean flag(InternalRow arguments) {
        return (Boolean) value(arguments);
    }

    private @Nullable Object value(InternalRow arguments) {
        Scalar scalar = (Scalar) function.function();
        int texts = Math.min(scalar.signature().texts().size(), types.length);
        @Nullable Object[] values = new Object[types.length];
        for (int j = 0; j < values.length; j++) {
            Object value = arguments.isNullAt(j) ? null : arguments.get(j, types[j]);
            values[j] = j < texts ? ArgumentTexts.text(value) : SparkValues.plain(value, types[j]);
        }
        List<@Nullable String> given = new ArrayList<>();
        for (int j = 0; j < texts; j++) {
            given.add((String) values[j]);
        }
        try {
            return scalar.value(given, Arrays.copyOfRange(values, texts, values.length));
        } catch (RuntimeException | Error failure) {
            throw Failures.coded(failure);
        }
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof RowCall call && call.function.equals(function) && Arrays.equals(call.types, types);
    }

    @Override
    public int hashCode() {
        return function.hashCode();
    }

    @Override
    public String toString() {
        return function.name();
    }
}
