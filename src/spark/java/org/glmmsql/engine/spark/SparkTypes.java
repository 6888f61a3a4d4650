package org.glmmsql.engine.spark;

import java.util.List;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.CalendarIntervalType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DatetimeType;
import org.apache.spark.sql.types.DayTimeIntervalType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.YearMonthIntervalType;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.model.ColumnType;
import org.glmmsql.model.ResultColumn;

/** Types of arguments and results. */
final class SparkTypes {
    private SparkTypes() {}

    /** Of a result. */
    static DataType of(ColumnType type) {
        return switch (type) {
            case TEXT -> DataTypes.StringType;
            case DOUBLE -> DataTypes.DoubleType;
            case INTEGER -> DataTypes.IntegerType;
            case BIGINT -> DataTypes.LongType;
            case BOOLEAN -> DataTypes.BooleanType;
        };
    }

    /** Of all rows of a table function: one array, of which Spark makes rows. */
    static ArrayType of(List<? extends ResultColumn<?>> columns) {
        StructType row = new StructType();
        for (ResultColumn<?> column : columns) {
            row = row.add(column.name(), of(column.type()), true);
        }
        return new ArrayType(row, false);
    }

    /** Whether a value of the type can be a text of a call. */
    static boolean isText(DataType type) {
        return isValue(type) && !(type instanceof BinaryType);
    }

    private static boolean isValue(DataType type) {
        return type instanceof NumericType
                || type instanceof StringType
                || type instanceof BooleanType
                || type instanceof DatetimeType
                || type instanceof BinaryType
                || type instanceof NullType
                || type instanceof YearMonthIntervalType
                || type instanceof DayTimeIntervalType
                || type instanceof CalendarIntervalType;
    }

    /** @throws GlmmException COLUMN_TYPE for a column that holds arrays, maps, rows or variants */
    static void requireValue(String function, String column, DataType type) {
        if (!isValue(type)) {
            throw new GlmmException(
                    ErrorCode.COLUMN_TYPE,
                    "the column " + column + " of " + function + " is of type " + type.sql()
                            + "; pass numbers, booleans, dates or texts, or one struct alone, whose fields bind by name");
        }
    }
}
