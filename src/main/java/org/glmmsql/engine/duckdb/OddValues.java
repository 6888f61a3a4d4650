package org.glmmsql.engine.duckdb;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Locale;
import java.util.function.IntFunction;

/** Values of types that are not numbers, dates or texts and yet tell groups apart; as a ColumnCollector takes them. */
final class OddValues {
    private static final long NANOS_PER_SECOND = 1_000_000_000;
    private static final int NANOS_PER_MICRO = 1000;
    private static final long MICROS_PER_SECOND = 1_000_000;
    private static final int MONTHS_PER_YEAR = 12;

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
            case TypeId.TIME -> i -> time(data.getLong(8 * i) * NANOS_PER_MICRO);
            case TypeId.TIME_NS -> i -> time(data.getLong(8 * i));
            case TypeId.TIME_TZ -> i -> zonedTime(data.getLong(8 * i));
            case TypeId.INTERVAL ->
                i -> interval(data.getInt(16 * i), data.getInt(16 * i + 4), data.getLong(16 * i + 8));
            case TypeId.BLOB -> i -> vector.bytes(data, i);
            case TypeId.BIT -> i -> bits(vector.bytes(data, i));
            case TypeId.BIGNUM -> i -> number(vector.bytes(data, i));
            default -> throw new IllegalArgumentException("type " + vector.type());
        };
    }

    /** {@code 09:30:00}, and a fraction if there is one; to DuckDB a day has a moment 24:00 too. */
    private static String time(long nanos) {
        long seconds = nanos / NANOS_PER_SECOND;
        long rest = nanos % NANOS_PER_SECOND;
        return String.format(Locale.ROOT, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
                + (rest == 0 ? "" : String.format(Locale.ROOT, ".%09d", rest).replaceFirst("0+$", ""));
    }

    /** With {@code +01} or {@code -05:30}. */
    private static String zonedTime(long bits) {
        long offset = LARGEST_OFFSET - (bits & (1L << OFFSET_BITS) - 1);
        String zone = time(Math.abs(offset) * NANOS_PER_SECOND).replaceFirst("(:00){1,2}$", "");
        return time((bits >>> OFFSET_BITS) * NANOS_PER_MICRO) + (offset < 0 ? "-" : "+") + zone;
    }

    /** As DuckDB writes it. */
    private static String interval(int months, int days, long micros) {
        StringBuilder text = new StringBuilder();
        add(text, months / MONTHS_PER_YEAR, "year");
        add(text, months % MONTHS_PER_YEAR, "month");
        add(text, days, "day");
        if (micros != 0 || text.isEmpty()) {
            long seconds = Math.abs(micros / MICROS_PER_SECOND);
            String fraction =
                    time(Math.abs(micros % MICROS_PER_SECOND) * NANOS_PER_MICRO).substring(8);
            text.append(text.isEmpty() ? "" : " ").append(micros < 0 ? "-" : "");
            text.append(String.format(Locale.ROOT, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60));
            text.append(fraction);
        }
        return text.toString();
    }

    private static void add(StringBuilder text, int number, String unit) {
        if (number != 0) {
            text.append(text.isEmpty() ? "" : " ").append(number).append(' ').append(unit);
            text.append(Math.abs(number) == 1 ? "" : "s");
        }
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
