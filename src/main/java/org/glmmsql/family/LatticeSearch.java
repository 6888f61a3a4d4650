package org.glmmsql.family;

import java.util.function.DoublePredicate;

/** The smallest whole number from which on something is so: how quantiles of counts are found. */
final class LatticeSearch {
    private LatticeSearch() {}

    /**
     * @param so false below some number and true from it on
     * @param low never below this one
     * @param high never above this one, which may be infinity
     * @param guess where to begin
     */
    static double smallest(DoublePredicate so, double low, double high, double guess) {
        double at = Math.rint(Math.max(low, Math.min(high, Double.isFinite(guess) ? guess : low)));
        double not;
        double yes;
        if (so.test(at)) {
            yes = at;
            not = low - 1;
            for (double step = 1; yes - step >= low; step *= 2) {
                if (!so.test(yes - step)) {
                    not = yes - step;
                    break;
                }
                yes -= step;
            }
        } else {
            not = at;
            double step = 1;
            while (not + step < high && !so.test(not + step)) {
                not += step;
                step *= 2;
            }
            yes = Math.min(high, not + step);
        }
        while (yes - not > 1) {
            double middle = Math.floor(not + (yes - not) / 2);
            if (middle == not || middle == yes) {
                // whole numbers beyond 2^53 are apart by more than one
                return yes;
            }
            if (so.test(middle)) {
                yes = middle;
            } else {
                not = middle;
            }
        }
        return yes;
    }
}
