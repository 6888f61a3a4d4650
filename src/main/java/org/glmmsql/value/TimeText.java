package org.glmmsql.value;

import java.util.Locale;

/** Times of day as names of levels: {@code 09:30:00}, with a fraction and {@code +01} or {@code -05:30} where there is one. */
public final class TimeText {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private TimeText() {}

    /** @param nanos since midnight; some databases have a moment 24:00 too */
    public static String of(long nanos) {
        return of(nanos / NANOS_PER_SECOND, nanos % NANOS_PER_SECOND);
    }

    /** With the offset of its zone from UTC in seconds. */
    public static String of(long nanos, int offset) {
        String zone = of(Math.abs(offset) * NANOS_PER_SECOND).replaceFirst("(:00){1,2}$", "");
        return of(nanos) + (offset < 0 ? "-" : "+") + zone;
    }

    /** Any number of seconds that is not negative, and nanoseconds beside them. */
    static String of(long seconds, long nanos) {
        return String.format(Locale.ROOT, "%02d:%02d:%02d", seconds / 3600, seconds / 60 % 60, seconds % 60)
                + (nanos == 0 ? "" : String.format(Locale.ROOT, ".%09d", nanos).replaceFirst("0+$", ""));
    }
}
