package org.glmmsql.engine.duckdb;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.function.IntFunction;
import org.glmmsql.value.IntervalText;
import org.glmmsql.value.TimeText;

/** Values of types that are not numbers, dates or texts and yet tell groups apart; as a ColumnCollector takes them. */
final class OddValues {
    private static final int MONTHS_PER_YEAR = 12;
    private static final int NANOS_PER_MICRO = 1000;
    private static final long MICROS_PER_SECOND = 1_000_000;

    // a time with its zone: microseconds above 24 bits of this less the offset in seconds
    private static final int OFFSET_BITS = 24;
    private static final long LARGEST_OFFSET = 16 * 3600 - 1;

    private OddValues() {}

    static IntFunction<Object> of(Vector vector) {
        ByteBuffer data = switch (vector.type()) {
            case TypeId.TIME, TypeId.TIME_NS, TypeId.TIME_TZ -> vector.data(8);
            default -> vector.data(16);
        };
        return switch (vector.type()) {
            case TypeId.TIME -> i -> TimeText.of(data.getLong(8 * i) * NANOS_PER_MICRO);
            case TypeId.TIME_NS -> i -> TimeText.of(data.getLong(8 * i));
            case TypeId.TIME_TZ -> i -> zonedTime(data.getLong(8 * i));
            case TypeId.INTERVAL ->
                i -> interval(data.getInt(16 * i), data.getInt(16 * i + 4), data.getLong(16 * i + 8));
            case TypeId.BLOB -> i -> vector.bytes(data, i);
            case TypeId.BIT -> i -> bits(vector.bytes(data, i));
            case TypeId.BIGNUM -> i -> number(vector.bytes(data, i));
            default -> throw new IllegalArgumentException("type " + vector.type());
        };
    }

    private static String zonedTime(long bits) {
        int offset = (int) (LARGEST_OFFSET - (bits & (1L << OFFSET_BITS) - 1));
        return TimeText.of((bits >>> OFFSET_BITS) * NANOS_PER_MICRO, offset);
    }

    private static String interval(int months, int days, long micros) {
        return IntervalText.of(
                months / MONTHS_PER_YEAR,
                months % MONTHS_PER_YEAR,
                days,
                micros < 0,
                Math.abs(micros / MICROS_PER_SECOND),
                Math.abs(micros % MICROS_PER_SECOND) * NANOS_PER_MICRO);
    }

    /** The first byte counts the bits of the second that are not used. */
    private static String bits(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (int bit = Byte.SIZE + bytes[0]; bit < Byte.SIZE * bytes.length; bit++) {
            text.append(bytes[bit / Byte.SIZE] >> Byte.SIZE - 1 - bit % Byte.SIZE & 1);
        }
        return text.toString();
    }

    /** Three bytes, the first bit of which is set for a number that is not negative, then its size; all inverted for a negative one. */
    private static BigInteger number(byte[] bytes) {
        boolean negative = bytes[0] >= 0;
        byte[] size = new byte[bytes.length - 3];
        for (int i = 0; i < size.length; i++) {
            size[i] = (byte) (negative ? ~bytes[i + 3] : bytes[i + 3]);
        }
        return new BigInteger(negative ? -1 : 1, size);
    }
}
