package org.glmmsql.value;

/** Intervals as names of levels, in the words of DuckDB on every engine: {@code 1 year 2 months 3 days 04:05:06.5}. */
public final class IntervalText {
    private IntervalText() {}

    /**
     * @param years negative before, as months and days are
     * @param before whether seconds and nanoseconds are, which have no sign
     */
    public static String of(long years, long months, long days, boolean before, long seconds, long nanos) {
        StringBuilder text = new StringBuilder();
        add(text, years, "year");
        add(text, months, "month");
        add(text, days, "day");
        if (seconds != 0 || nanos != 0 || text.isEmpty()) {
            text.append(text.isEmpty() ? "" : " ").append(before ? "-" : "");
            text.append(TimeText.of(seconds, nanos));
        }
        return text.toString();
    }

    private static void add(StringBuilder text, long number, String unit) {
        if (number != 0) {
            text.append(text.isEmpty() ? "" : " ").append(number).append(' ').append(unit);
            text.append(Math.abs(number) == 1 ? "" : "s");
        }
    }
}
