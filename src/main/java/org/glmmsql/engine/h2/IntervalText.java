package org.glmmsql.engine.h2;

import org.h2.api.Interval;

/** An interval as the name of a level, in the words of DuckDB, whatever its qualifier: {@code 1 year 2 months 3 days 04:05:06.5}. */
final class IntervalText {
    private static final int SECONDS_PER_HOUR = 3600;
    private static final int SECONDS_PER_MINUTE = 60;

    private IntervalText() {}

    static String of(Interval interval) {
        StringBuilder text = new StringBuilder();
        add(text, interval.getYears(), "year");
        add(text, interval.getMonths(), "month");
        add(text, interval.getDays(), "day");
        long seconds = Math.abs(interval.getHours()) * SECONDS_PER_HOUR
                + Math.abs(interval.getMinutes()) * SECONDS_PER_MINUTE
                + Math.abs(interval.getSeconds());
        long nanos = Math.abs(interval.getNanosOfSecond());
        if (seconds != 0 || nanos != 0 || text.isEmpty()) {
            text.append(text.isEmpty() ? "" : " ").append(interval.isNegative() ? "-" : "");
            text.append(String.format(
                    "%02d:%02d:%02d",
                    seconds / SECONDS_PER_HOUR,
                    seconds / SECONDS_PER_MINUTE % SECONDS_PER_MINUTE,
                    seconds % SECONDS_PER_MINUTE));
            if (nanos != 0) {
                text.append(String.format(".%09d", nanos).replaceFirst("0+$", ""));
            }
        }
        return text.toString();
    }

    private static void add(StringBuilder text, long number, String unit) {
        if (number != 0) {
            text.append(text.isEmpty() ? "" : " ").append(number).append(' ').append(unit);
            text.append(number == 1 || number == -1 ? "" : "s");
        }
    }
}
