package org.glmmsql.fit;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Where a profile leaves the maximum by as much as a level of confidence allows: the root of 2 (l_max - l(c)) = z^2 on one side of the
 * estimate, by Newton's method on the signed root of the left-hand side, which is nearly a line, within bounds that close in.
 */
final class ProfileLimit {
    private static final int TRIALS = 60;
    /** Of the root of the change of twice the log-likelihood. */
    private static final double EXACT = 1e-7;
    /** Share of the way from the estimate to the end of a range that is left where the end itself is asked about. */
    private static final double END = 1e-5;
    /** By which a point may be above the maximum: rounding, and what searches leave. */
    private static final double SLACK = 1e-6;
    /** Most that a step goes further than the last one. */
    private static final double EXPANSION = 4;
    /** Share of the quantile by which a step several times as long as all before has to bring the root nearer to it. */
    private static final double LEVEL = 1e-4;

    private final Profile profile;
    private final double z;
    private final double estimate;

    /**
     * A limit, or NaN with the reason why there is none.
     *
     * @param reason null where there is a limit
     * @param higher whether the reason is that the likelihood is higher than at the estimates
     */
    record Found(double value, @Nullable String reason, boolean higher) {
        static Found at(double value) {
            return new Found(value, null, false);
        }

        static Found none(String reason) {
            return new Found(Double.NaN, reason, false);
        }
    }

    /** @param z quantile of the normal distribution */
    ProfileLimit(Profile profile, double z) {
        this.profile = profile;
        this.z = z;
        estimate = profile.estimate();
    }

    /**
     * @param bound end of the range on this side, which may be infinite
     * @param guess NaN for none
     */
    Found find(double bound, double guess) {
        int side = bound > estimate ? 1 : -1;
        if (bound == estimate) return Found.at(bound);
        double end = Double.isInfinite(bound) ? bound : bound + END * (estimate - bound);
        double unit = profile.standardError();
        if (!(unit > 0 && unit < Double.POSITIVE_INFINITY)) unit = 0.1 * Math.max(Math.abs(estimate), 0.1);
        double inside = estimate;
        double zetaInside = 0;
        double outside = Double.NaN;
        double c = side * (guess - estimate) > 0 ? guess : estimate + side * z * unit;
        boolean unreached = false;
        for (int trial = 0; trial < TRIALS; trial++) {
            if (side * (c - end) > 0) c = side * (inside - end) < 0 ? end : bound;
            Profile.Point point = profile.at(c, bound);
            double next = Double.NaN;
            if (point == null) {
                outside = c;
                unreached = true;
            } else {
                double rise = point.logLik() - profile.logLik();
                if (rise > SLACK) return new Found(Double.NaN, higher(c, rise), true);
                double zeta = Math.sqrt(Math.max(0, -2 * rise));
                if (Math.abs(zeta - z) < EXACT) return Found.at(c);
                next = c + (z - zeta) * zeta / -point.slope();
                if (zeta < z) {
                    if (c == end) return Found.at(bound);
                    boolean level = Double.isNaN(outside) && zeta - zetaInside < LEVEL * z;
                    inside = c;
                    zetaInside = zeta;
                    if (level) return Found.none(endless(zeta, c));
                } else {
                    outside = c;
                    unreached = false;
                }
            }
            c = trial(next, inside, outside, side, unit);
            if (Math.abs(outside - inside) < 1e-6 * Math.abs(inside - estimate) + 1e-9 * unit)
                return closed(inside, zetaInside, c, unreached && Double.isInfinite(bound), unreached);
        }
        return Found.none("the search for it did not end");
    }

    /** Where bounds have closed in on c. @param infinite whether there should be more beyond */
    private static Found closed(double inside, double zetaInside, double c, boolean infinite, boolean unreached) {
        if (infinite) return Found.none(endless(zetaInside, inside));
        // the range of a correlation may end before 1
        if (unreached) return Found.at(inside);
        return zetaInside > 0 ? Found.at(c) : Found.none("the log-likelihood has an edge at the estimate");
    }

    /** The next value to try: what Newton says if that lies between the bounds, or not too far beyond where none is known. */
    private double trial(double newton, double inside, double outside, int side, double unit) {
        boolean ahead = side * (newton - inside) > 0;
        if (Double.isNaN(outside)) {
            double most = inside + side * EXPANSION * Math.max(Math.abs(inside - estimate), unit);
            return ahead && side * (newton - most) < 0 ? newton : most;
        }
        boolean between = ahead && side * (newton - outside) < 0;
        return between ? newton : 0.5 * (inside + outside);
    }

    private static String higher(double c, double rise) {
        return " at " + text(c) + " the log-likelihood is higher by " + text(rise)
                + ": the fit is not at the maximum; fit it with other terms, or a link that bounds nothing";
    }

    private static String endless(double zeta, double c) {
        return "the log-likelihood falls by no more than " + text(zeta * zeta / 2) + " up to " + text(c);
    }

    private static String text(double number) {
        return String.format(Locale.ROOT, "%.3g", number);
    }
}
