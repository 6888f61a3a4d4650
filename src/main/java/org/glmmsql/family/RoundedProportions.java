package org.glmmsql.family;

import org.glmmsql.design.Response;
import org.glmmsql.family.Family.Taken;

/**
 * Proportions y of w trials that were rounded to some decimals: y is within half a unit of its last decimal of k / w for one whole number
 * k, the count that was meant.
 */
final class RoundedProportions {
    private static final int MOST_DECIMALS = 9;
    /** How far a number may be from one of so many decimals, as a share of their unit; and at most, which is what a FLOAT is off. */
    private static final double SHARE = 1e-3, FLOAT = 1e-7;
    /** A count is taken silently if the proportion is off by rounding errors of doubles only. */
    private static final double EXACT = 1e-6;

    private RoundedProportions() {}

    /** Half a unit of the last decimal of all numbers; 0 if they have more than {@value #MOST_DECIMALS}. */
    static double halfUnit(double[] y) {
        int i = 0;
        double power = 1;
        for (int decimals = 0; decimals <= MOST_DECIMALS; decimals++, power *= 10) {
            while (i < y.length && hasDecimals(y[i], power)) i++;
            if (i == y.length) return decimals == 0 ? 0 : 0.5 / power;
        }
        return 0;
    }

    private static boolean hasDecimals(double y, double power) {
        return Math.abs(y - Math.rint(y * power) / power) <= Math.min(SHARE / power, FLOAT);
    }

    /** Whether a proportion with such a rounding error is that of one count out of w trials, and of no other. */
    static boolean isCount(double y, double w, double halfUnit) {
        if (!(y >= 0 && y <= 1 && w == Math.rint(w) && 2 * halfUnit * w < 1)) return false;
        return Math.abs(y - Math.rint(y * w) / w) <= halfUnit * (1 + SHARE);
    }

    /** The proportions of the counts that are nearest. @param w trials; y w is a count, or is to be taken as one */
    static Taken taken(Response response, double[] w) {
        double[] y = response.y();
        double[] exact = null;
        double largest = 0;
        int changed = 0;
        for (int i = 0; i < y.length; i++) {
            if (y[i] == 0 || y[i] == 1) continue; // with any weight
            double count = Math.rint(y[i] * w[i]);
            double nearest = w[i] > 0 ? count / w[i] : y[i];
            if (nearest == y[i]) continue;
            if (exact == null) exact = y.clone();
            exact[i] = nearest;
            double off = Math.abs(y[i] * w[i] - count);
            if (off > EXACT + 4 * Math.ulp(w[i])) changed++;
            largest = Math.max(largest, off);
        }
        if (exact == null) return new Taken(response, null);
        Response counts = new Response(response.name(), exact, null, false);
        return new Taken(
                counts,
                changed == 0
                        ? null
                        : "proportions in '" + response.name() + "' are rounded: " + changed
                                + " were taken as those of the nearest counts, which are up to "
                                + String.format(java.util.Locale.ROOT, "%.2g", largest) + " successes away");
    }
}
