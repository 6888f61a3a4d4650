package org.glmmsql.likelihood;

import org.glmmsql.family.Family;
import org.glmmsql.family.Link;

/**
 * The units a model is fitted in: responses y / k, linear predictors (eta - b) / a, log dispersions tau - c and prior weights w / s, so
 * that nothing in a fit depends on the units of the data (D24). Families without a unit, and counts and shares, have k = a = s = 1, b = c = 0.
 *
 * @param response k
 * @param factor a
 * @param shift b
 * @param logDispersion c, less the part of it that depends on an estimated power
 * @param weight s
 * @param powerShift what c has for each unit of an estimated v of V(mu) = mu^v: - log k; 0 where v is known
 */
record Units(double response, double factor, double shift, double logDispersion, double weight, double powerShift) {
    private static final Units NONE = new Units(1, 1, 0, 0, 1, 0);

    /** How the v of V(mu) = mu^v is known. */
    enum Power {
        KNOWN,
        /** The same for all rows, beside a dispersion with an intercept: what a unit does to v and the dispersion is known after the fit. */
        ESTIMATED,
        /** There is no unit that the model is closed under changes of. */
        FREE
    }

    /**
     * @param y in canonical order
     * @param w prior weights, at least 0
     * @param count how many rows each stands for
     * @param centered whether an intercept takes the origin of an identity link
     * @param v of V(mu) = mu^v, where it is known
     */
    static Units of(
            Family family, Link link, double[] y, double[] w, double[] count, boolean centered, Power power, double v) {
        if (!family.hasUnit()) return NONE;
        double k = 1;
        boolean identity = link.unitFactor(2) == 2;
        boolean positive = power != Power.KNOWN || v > 0;
        double spread = positive && !identity ? geometricMean(y, w, count) : spread(y, w, count, centered && identity);
        boolean usable = spread > 0 && spread < Double.POSITIVE_INFINITY && !Double.isNaN(link.unitFactor(spread));
        if (usable && power != Power.FREE) k = spread;
        double s = meanWeight(w, count);
        double known = power == Power.KNOWN ? 2 - v : 2;
        return new Units(
                k,
                link.unitFactor(k),
                link.unitShift(k),
                (known * Math.log(k) + Math.log(s)) / family.dispersionPower(),
                s,
                power == Power.ESTIMATED ? -Math.log(k) : 0);
    }

    /**
     * Where no intercept of the dispersion takes c the weights do: the model knows w / phi alone.
     *
     * @param dispersionPower of the family
     */
    Units byWeights(double dispersionPower) {
        return new Units(response, factor, shift, 0, weight * Math.exp(-dispersionPower * logDispersion), powerShift);
    }

    /** Root mean square of the responses that count, about their mean or about 0. */
    private static double spread(double[] y, double[] w, double[] count, boolean centered) {
        double largest = 0;
        double sum = 0;
        double n = 0;
        for (int i = 0; i < y.length; i++) {
            if (!(w[i] > 0)) continue;
            largest = Math.max(largest, Math.abs(y[i]));
            n += count[i];
        }
        if (!(largest > 0)) return Double.NaN;
        for (int i = 0; i < y.length; i++) if (w[i] > 0) sum += count[i] * (y[i] / largest);
        double mean = centered ? sum / n : 0;
        double squares = 0;
        for (int i = 0; i < y.length; i++) {
            double d = y[i] / largest - mean;
            if (w[i] > 0) squares += count[i] * d * d;
        }
        double root = Math.sqrt(squares / n);
        // a constant response about its mean: rounding is no unit
        return largest * (root > 1e-12 ? root : 1);
    }

    /** Of positive responses, which may lie any number of powers of ten apart: not the largest alone should say what is large. */
    private static double geometricMean(double[] y, double[] w, double[] count) {
        double sum = 0;
        double n = 0;
        for (int i = 0; i < y.length; i++) {
            // a family of positive responses may have zeros beside them
            if (!(w[i] > 0 && y[i] > 0)) continue;
            sum += count[i] * Math.log(y[i]);
            n += count[i];
        }
        return Math.exp(sum / n);
    }

    private static double meanWeight(double[] w, double[] count) {
        double largest = 0;
        for (double v : w) largest = Math.max(largest, v);
        if (!(largest > 0) || !(largest < Double.POSITIVE_INFINITY)) return 1;
        double sum = 0;
        double n = 0;
        for (int i = 0; i < w.length; i++) {
            if (!(w[i] > 0)) continue;
            sum += count[i] * (w[i] / largest);
            n += count[i];
        }
        return largest * (sum / n);
    }

    /** What the log-likelihood of n rows in the data's unit has beside the one of the fit. */
    double logJacobian(double n) {
        return response == 1 ? 0 : -n * Math.log(response);
    }
}
