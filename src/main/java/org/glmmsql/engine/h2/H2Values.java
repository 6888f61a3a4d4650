package org.glmmsql.engine.h2;

import org.h2.util.JSR310Utils;
import org.h2.value.Value;
import org.jspecify.annotations.Nullable;

/** H2's own values, which a function with any number of arguments gets, as what an aggregate gets. */
final class H2Values {
    private H2Values() {}

    static @Nullable Object[] objects(Value[] values) {
        @Nullable Object[] objects = new Object[values.length];
        for (int j = 0; j < values.length; j++) {
            objects[j] = object(values[j]);
        }
        return objects;
    }

    private static @Nullable Object object(Value value) {
        return switch (value.getValueType()) {
            case Value.NULL -> null;
            case Value.BOOLEAN -> value.getBoolean();
            case Value.TINYINT, Value.SMALLINT, Value.INTEGER, Value.BIGINT -> value.getLong();
            case Value.REAL -> value.getFloat();
            case Value.DOUBLE -> value.getDouble();
            case Value.NUMERIC, Value.DECFLOAT -> value.getBigDecimal();
            case Value.DATE -> JSR310Utils.valueToLocalDate(value, null);
            case Value.TIMESTAMP -> JSR310Utils.valueToLocalDateTime(value, null);
            case Value.TIMESTAMP_TZ -> JSR310Utils.valueToOffsetDateTime(value, null);
            default -> value.getString();
        };
    }
}
