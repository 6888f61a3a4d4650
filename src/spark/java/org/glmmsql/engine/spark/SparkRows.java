package org.glmmsql.engine.spark;

import java.sql.ResultSetMetaData;
import java.sql.Types;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.BinaryType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.ByteType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.DecimalType;
import org.apache.spark.sql.types.DoubleType;
import org.apache.spark.sql.types.FloatType;
import org.apache.spark.sql.types.IntegerType;
import org.apache.spark.sql.types.LongType;
import org.apache.spark.sql.types.ShortType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import org.jspecify.annotations.Nullable;

/** The rows of a statement, all there, as {@link java.sql.ResultSet}. */
public final class SparkRows {
    private final StructType schema;
    private final List<Row> rows;
    private int current = -1;
    private boolean wasNull;

    SparkRows(StructType schema, List<Row> rows) {
        this.schema = schema;
        this.rows = rows;
    }

    public boolean next() {
        return ++current < rows.size();
    }

    public @Nullable Object getObject(int column) {
        Object value = rows.get(current).get(column - 1);
        wasNull = value == null;
        return value;
    }

    public @Nullable Object getObject(String label) {
        return getObject(findColumn(label));
    }

    public @Nullable String getString(int column) {
        Object value = getObject(column);
        return value == null ? null : value.toString();
    }

    public @Nullable String getString(String label) {
        return getString(findColumn(label));
    }

    public int getInt(int column) {
        return number(column).intValue();
    }

    public int getInt(String label) {
        return getInt(findColumn(label));
    }

    public double getDouble(int column) {
        return number(column).doubleValue();
    }

    public double getDouble(String label) {
        return getDouble(findColumn(label));
    }

    private Number number(int column) {
        Object value = getObject(column);
        return value == null ? 0 : (Number) value;
    }

    public int findColumn(String label) {
        return 1 + schema.fieldIndex(label);
    }

    public boolean wasNull() {
        return wasNull;
    }

    public ResultSetMetaData getMetaData() {
        return Facade.of(ResultSetMetaData.class, new Columns(schema));
    }

    public void close() {
        current = rows.size();
    }

    /** As {@link ResultSetMetaData}. */
    public record Columns(StructType schema) {
        public int getColumnCount() {
            return schema.length();
        }

        public String getColumnLabel(int column) {
            return schema.apply(column - 1).name();
        }

        public String getColumnName(int column) {
            return getColumnLabel(column);
        }

        public String getColumnTypeName(int column) {
            return type(column).sql();
        }

        public int getPrecision(int column) {
            return type(column) instanceof DecimalType decimal ? decimal.precision() : 0;
        }

        public int getScale(int column) {
            return type(column) instanceof DecimalType decimal ? decimal.scale() : 0;
        }

        public int getColumnType(int column) {
            DataType type = type(column);
            if (type instanceof DecimalType) {
                return Types.DECIMAL;
            }
            if (type instanceof ByteType || type instanceof ShortType || type instanceof IntegerType) {
                return Types.INTEGER;
            }
            if (type instanceof FloatType || type instanceof DoubleType) {
                return Types.DOUBLE;
            }
            if (type instanceof TimestampType || type instanceof TimestampNTZType) {
                return Types.TIMESTAMP;
            }
            return type instanceof LongType
                    ? Types.BIGINT
                    : type instanceof BooleanType
                            ? Types.BOOLEAN
                            : type instanceof DateType
                                    ? Types.DATE
                                    : type instanceof BinaryType ? Types.VARBINARY : Types.VARCHAR;
        }

        private DataType type(int column) {
            return schema.apply(column - 1).dataType();
        }
    }
}
