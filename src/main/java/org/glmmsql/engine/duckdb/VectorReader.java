package org.glmmsql.engine.duckdb;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.UUID;
import java.util.function.IntFunction;
import java.util.function.IntToDoubleFunction;
import java.util.function.IntToLongFunction;
import java.util.function.LongToDoubleFunction;
import java.util.stream.IntStream;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.FactorColumn;
import org.glmmsql.frame.MemoryBudget;
import org.glmmsql.frame.NumericColumn;
import org.glmmsql.frame.NumericColumn.Kind;
import org.glmmsql.value.ColumnCollector;
import org.glmmsql.value.Values;
import org.jspecify.annotations.Nullable;

/** Copies a slice of a DuckDB column, where it lies, into a column of a fit; the same values that a ColumnCollector makes of objects. */
final class VectorReader {
    /** Decimals of so many digits are apart as doubles, whatever their scale. */
    private static final long EXACT_DECIMALS = 1_000_000_000_000_000L;

    private static final double[] POWERS_OF_TEN = new double[23]; // all exact

    static {
        for (int i = 0; i < POWERS_OF_TEN.length; i++) {
            POWERS_OF_TEN[i] = Double.parseDouble("1e" + i);
        }
    }

    private interface Slice {
        Column read(int from, int length);
    }

    private final Vector vector;
    private final String name;
    private final Slice slice;

    /** @throws GlmmException COLUMN_TYPE for a type that is neither number, date nor text */
    VectorReader(Vector vector, String name) {
        this.vector = vector;
        this.name = name;
        this.slice = slice();
    }

    /** The rows from {@code from} on; thread-safe. @throws GlmmException MEMORY */
    Column column(int from, int length) {
        MemoryBudget.require((long) length * Double.BYTES, length);
        return slice.read(from, length);
    }

    private Slice slice() {
        return switch (vector.type()) {
            case TypeId.BOOLEAN -> {
                ByteBuffer data = vector.data(1);
                yield numbers(Kind.BOOLEAN, data::get);
            }
            case TypeId.FLOAT -> {
                ByteBuffer data = vector.data(4);
                yield numbers(Kind.NUMBER, i -> data.getFloat(4 * i));
            }
            case TypeId.DOUBLE -> {
                ByteBuffer data = vector.data(8);
                yield numbers(Kind.NUMBER, i -> data.getDouble(8 * i));
            }
            case TypeId.TINYINT,
                    TypeId.SMALLINT,
                    TypeId.INTEGER,
                    TypeId.BIGINT,
                    TypeId.UTINYINT,
                    TypeId.USMALLINT,
                    TypeId.UINTEGER -> integers(0);
            case TypeId.DECIMAL ->
                vector.storage() == TypeId.HUGEINT ? hugeDecimals(vector.scale()) : integers(vector.scale());
            case TypeId.UBIGINT -> {
                ByteBuffer data = vector.data(8);
                yield objects(i -> unsigned(data.getLong(8 * i)));
            }
            case TypeId.HUGEINT, TypeId.UHUGEINT -> {
                ByteBuffer data = vector.data(16);
                yield objects(i -> hugeInteger(data, i, vector.type() == TypeId.UHUGEINT));
            }
            case TypeId.DATE -> {
                ByteBuffer data = vector.data(4);
                yield numbers(Kind.DATE, i -> days(data.getInt(4 * i)));
            }
            case TypeId.TIMESTAMP_S -> moments(second -> second * 1e6);
            case TypeId.TIMESTAMP_MS -> moments(milli -> milli * 1e3);
            case TypeId.TIMESTAMP, TypeId.TIMESTAMP_TZ -> moments(micro -> micro);
            case TypeId.TIMESTAMP_NS -> moments(nano -> Math.floorDiv(nano, 1000L));
            case TypeId.VARCHAR -> texts();
            case TypeId.ENUM -> labels();
            case TypeId.UUID -> {
                ByteBuffer data = vector.data(16);
                yield objects(i -> new UUID(data.getLong(16 * i + 8) ^ Long.MIN_VALUE, data.getLong(16 * i)));
            }
            case TypeId.TIME, TypeId.TIME_NS, TypeId.TIME_TZ, TypeId.INTERVAL, TypeId.BLOB, TypeId.BIT, TypeId.BIGNUM ->
                objects(OddValues.of(vector));
            case TypeId.SQLNULL -> objects(i -> null);
            default ->
                throw new GlmmException(
                        ErrorCode.COLUMN_TYPE,
                        "column '" + name + "' is neither number, date nor text; cast it, as in " + name + "::VARCHAR");
        };
    }

    private Slice numbers(Kind kind, IntToDoubleFunction valueAt) {
        return (from, length) -> {
            double[] values = new double[length];
            BitSet missing = missing(from, length);
            for (int i = 0; i < length; i++) {
                values[i] = valueAt.applyAsDouble(from + i);
            }
            if (missing != null) {
                missing.stream().forEach(i -> values[i] = 0); // what DuckDB keeps there is arbitrary
            }
            return new NumericColumn(name, kind, values, length, missing);
        };
    }

    private Slice integers(int scale) {
        IntToLongFunction integerAt = storedIntegers();
        double unit = POWERS_OF_TEN[scale];
        Slice exact = numbers(Kind.NUMBER, i -> integerAt.applyAsLong(i) / unit);
        Slice large = objects(i -> BigDecimal.valueOf(integerAt.applyAsLong(i), scale));
        boolean small = vector.storage() != TypeId.BIGINT;
        long most = scale == 0 ? Values.EXACT_INTEGERS : EXACT_DECIMALS;
        return (from, length) -> {
            boolean fits = small
                    || IntStream.range(from, from + length)
                            .noneMatch(i -> Math.abs(integerAt.applyAsLong(i)) > most && vector.isValid(i));
            return (fits ? exact : large).read(from, length);
        };
    }

    /** Decimals of more than 18 digits, most of which hold fewer: an expression's type is wider than its values. */
    private Slice hugeDecimals(int scale) {
        ByteBuffer data = vector.data(16);
        IntToLongFunction lowAt = i -> data.getLong(16 * i);
        Slice large = objects(i -> new BigDecimal(hugeInteger(data, i, false), scale));
        if (scale >= POWERS_OF_TEN.length) {
            return large;
        }
        double unit = POWERS_OF_TEN[scale];
        long most = scale == 0 ? Values.EXACT_INTEGERS : EXACT_DECIMALS;
        Slice exact = numbers(Kind.NUMBER, i -> lowAt.applyAsLong(i) / unit);
        return (from, length) -> {
            boolean fits = IntStream.range(from, from + length)
                    .allMatch(i -> !vector.isValid(i)
                            || Math.abs(lowAt.applyAsLong(i)) <= most
                                    && data.getLong(16 * i + 8) == lowAt.applyAsLong(i) >> 63);
            return (fits ? exact : large).read(from, length);
        };
    }

    private IntToLongFunction storedIntegers() {
        return switch (vector.storage()) {
            case TypeId.TINYINT -> vector.data(1)::get;
            case TypeId.UTINYINT -> {
                ByteBuffer data = vector.data(1);
                yield i -> Byte.toUnsignedLong(data.get(i));
            }
            case TypeId.SMALLINT -> {
                ByteBuffer data = vector.data(2);
                yield i -> data.getShort(2 * i);
            }
            case TypeId.USMALLINT -> {
                ByteBuffer data = vector.data(2);
                yield i -> Short.toUnsignedLong(data.getShort(2 * i));
            }
            case TypeId.INTEGER -> {
                ByteBuffer data = vector.data(4);
                yield i -> data.getInt(4 * i);
            }
            case TypeId.UINTEGER -> {
                ByteBuffer data = vector.data(4);
                yield i -> Integer.toUnsignedLong(data.getInt(4 * i));
            }
            default -> {
                ByteBuffer data = vector.data(8);
                yield i -> data.getLong(8 * i);
            }
        };
    }

    private static BigInteger hugeInteger(ByteBuffer data, int index, boolean unsigned) {
        long high = data.getLong(16 * index + 8);
        BigInteger upper = unsigned ? unsigned(high) : BigInteger.valueOf(high);
        return upper.shiftLeft(64).add(unsigned(data.getLong(16 * index)));
    }

    private static BigInteger unsigned(long bits) {
        return new BigInteger(Long.toUnsignedString(bits));
    }

    /** DuckDB's infinite dates are the ends of the range of integers. */
    private static double days(int day) {
        return Math.abs((long) day) == Integer.MAX_VALUE ? Math.copySign(Double.POSITIVE_INFINITY, day) : day;
    }

    private Slice moments(LongToDoubleFunction micros) {
        ByteBuffer data = vector.data(8);
        return numbers(Kind.DATE, i -> {
            long moment = data.getLong(8 * i);
            return Math.abs(moment) == Long.MAX_VALUE
                    ? Math.copySign(Double.POSITIVE_INFINITY, moment)
                    : Values.days(micros.applyAsDouble(moment));
        });
    }

    private Slice texts() {
        ByteBuffer data = vector.data(16);
        return (from, length) -> {
            TextDictionary dictionary = new TextDictionary(vector, data);
            int[] codes = new int[length];
            for (int i = 0; i < length; i++) {
                codes[i] = vector.isValid(from + i) ? dictionary.code(from + i) : -1;
            }
            return new FactorColumn(name, codes, dictionary.levels(), length, false);
        };
    }

    private Slice labels() {
        IntToLongFunction codeAt = storedIntegers();
        return (from, length) -> {
            int[] codes = new int[length];
            for (int i = 0; i < length; i++) {
                codes[i] = vector.isValid(from + i) ? (int) codeAt.applyAsLong(from + i) : -1;
            }
            return new FactorColumn(name, codes, vector.labels(), length, true);
        };
    }

    private Slice objects(IntFunction<@Nullable Object> valueAt) {
        return (from, length) -> {
            ColumnCollector collector = new ColumnCollector();
            for (int i = from; i < from + length; i++) {
                collector.add(vector.isValid(i) ? valueAt.apply(i) : null);
            }
            return collector.column(name);
        };
    }

    private @Nullable BitSet missing(int from, int length) {
        if (vector.allValid()) {
            return null;
        }
        BitSet missing = new BitSet();
        for (int i = 0; i < length; i++) {
            if (!vector.isValid(from + i)) {
                missing.set(i);
            }
        }
        return missing.isEmpty() ? null : missing;
    }
}
