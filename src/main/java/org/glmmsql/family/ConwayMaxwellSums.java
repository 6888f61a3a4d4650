package org.glmmsql.family;

import java.util.Arrays;
import org.glmmsql.special.Stirling;

/**
 * Conway-Maxwell-Poisson counts, P(k) = e^(L k) / (k!)^nu / Z(L, nu), summed over all counts that have a probability: the L of a mean, and the
 * cumulants there, which are the derivatives of log Z by L and nu. One for each thread.
 */
final class ConwayMaxwellSums {
    /** A term so much smaller than the sum of those that follow allows ends it, fourth moments included. */
    private static final double NEGLIGIBLE = 1e-22;
    /** Exponents up to here leave room for products. */
    private static final double FAR = 300;

    private static final int ITERATIONS = 200;
    /** Terms of a sum, and counts, at most: what is kept of them takes 8 MB for each thread. */
    private static final int MOST = 1 << 20;
    /** A step of Newton's iteration, relative to L, after which the next one is less than its rounding. */
    private static final double CLOSE = 1e-8;

    private static volatile double[] logFactorials = {0, 0};

    /** k^-nu for k = 1, 2, ..., as far as they were asked for; never written to. */
    private record Powers(double nu, double[] powers) {}

    /** Of the nu that was met last, which is that of all rows as a rule. */
    private static volatile Powers last = new Powers(Double.NaN, new double[0]);

    private double nu = Double.NaN;
    private double[] powers = {};

    /** Of the window of counts, relative to that at the mode. */
    private double[] p = new double[64];

    private int from;
    private int to;
    private int mode;
    /** e^L where it is no number too large for its products, else NaN. */
    private double lambda;

    private double sum;
    /** The sum without the mode, whose probability is 1 here: all but nothing for small means. */
    private double beside;

    /** Of the answer. */
    double logRate;

    double logZ;
    double mean;
    /** {@code cumulant[i][j]} of i times y and j times -log y!, to the fourth order, those of the fourth with y in it. */
    final double[][] cumulant = new double[5][5];

    /** log k!. */
    static double logFactorial(int k) {
        return logFactorials(k + 1)[k];
    }

    private static double[] logFactorials(int n) {
        double[] known = logFactorials;
        if (known.length >= n) return known;
        double[] more = Arrays.copyOf(known, Math.max(n, 2 * known.length));
        for (int k = known.length; k < more.length; k++) more[k] = Stirling.logFactorial(k);
        logFactorials = more;
        return more;
    }

    /** Solves for L and fills all that is asked for, NaN where counts are too many and too spread to be summed. @param logMean more than -40 @param byNu whether cumulants of log y! are wanted */
    void solve(double logMean, double shape, boolean byNu) {
        double mu = Math.exp(logMean);
        use(shape);
        // by Jensen's inequality for E y^nu = e^L, and by the geometric and the Poisson distribution; no mean is 2
        // below e^(L / nu) where nu > 1
        double low = nu < 1 ? logMean - Math.log1p(mu) : Math.max(logMean, nu * logMean);
        double high = nu < 1 ? nu * logMean : nu * Math.log(mu + 2);
        double rate = Math.max(low, Math.min(high, start(mu)));
        for (int i = 0; i < ITERATIONS; i++) {
            double variance = moments(rate);
            if (Double.isNaN(variance)) {
                fillUnknown();
                return;
            }
            double excess = Math.log(mean) - logMean;
            if (excess > 0) high = rate;
            else low = rate;
            if (excess == 0) break;
            double next = rate - excess * mean / variance;
            if (Math.abs(next - rate) <= CLOSE * Math.max(1, Math.abs(rate))) {
                rate = next;
                if (Double.isNaN(moments(rate))) {
                    fillUnknown();
                    return;
                }
                break;
            }
            rate = next > low && next < high ? next : 0.5 * (low + high);
        }
        logRate = rate;
        double[] lf = logFactorials(to + 1);
        logZ = mode * rate - nu * lf[mode] + Math.log1p(beside);
        cumulants(lf, byNu);
    }

    private void fillUnknown() {
        logRate = Double.NaN;
        logZ = Double.NaN;
        mean = Double.NaN;
        for (double[] row : cumulant) Arrays.fill(row, Double.NaN);
    }

    private void use(double shape) {
        if (shape == nu) return;
        nu = shape;
        Powers known = last;
        powers = known.nu == shape ? known.powers : new double[0];
    }

    /** By the normal approximation, or, where counts are next to each other only, by the odds of the two about the mean. */
    private double start(double mu) {
        double shifted = mu + (nu - 1) / (2 * nu);
        if (mu > 0.5 * nu && shifted > 0) return nu * Math.log(shifted);
        double below = Math.floor(mu);
        double share = Math.max(1e-9, Math.min(1 - 1e-9, mu - below));
        if (below == 0) share = mu;
        return nu * Math.log(below + 1) + Math.log(share / (1 - share));
    }

    /** The window and its mean. @return the variance, NaN if the window is too long */
    private double moments(double rate) {
        if (!fill(rate)) return Double.NaN;
        double first = 0;
        beside = 0;
        for (int k = from; k <= to; k++) {
            if (k == mode) continue;
            beside += p[k - from];
            first += p[k - from] * (k - mode);
        }
        sum = 1 + beside;
        double shift = first / sum;
        mean = mode + shift;
        double second = 0;
        for (int k = from; k <= to; k++) second += p[k - from] * (k - mean) * (k - mean);
        return second / sum;
    }

    /** Probabilities by their ratios, outwards from the mode. @return whether they are not too many */
    private boolean fill(double rate) {
        mode = (int) Math.exp(rate / nu);
        if (mode > MOST) return false;
        lambda = Math.abs(rate) < FAR ? Math.exp(rate) : Double.NaN;
        int below = 0;
        double term = 1;
        from = mode;
        while (from > 0) {
            double ratio = 1 / ratio(rate, from);
            term *= ratio;
            if (term < NEGLIGIBLE * (1 - ratio)) break;
            from--;
            below = put(below, term);
        }
        for (int i = 0, j = below - 1; i < j; i++, j--) {
            double swapped = p[i];
            p[i] = p[j];
            p[j] = swapped;
        }
        int n = put(below, 1);
        term = 1;
        to = mode;
        while (true) {
            double ratio = ratio(rate, to + 1);
            term *= ratio;
            if (term < NEGLIGIBLE * (1 - ratio)) break;
            if (n == MOST) return false;
            to++;
            n = put(n, term);
        }
        return true;
    }

    private int put(int n, double term) {
        if (n == p.length) p = Arrays.copyOf(p, 2 * n);
        p[n] = term;
        return n + 1;
    }

    /** P(k) / P(k - 1). */
    private double ratio(double rate, int k) {
        double power = power(k);
        return power > 1e-120 && !Double.isNaN(lambda) ? lambda * power : Math.exp(rate - nu * Math.log(k));
    }

    private double power(int k) {
        if (k < powers.length) return powers[k];
        double[] more = Arrays.copyOf(powers, Math.max(64, 2 * k));
        for (int i = Math.max(1, powers.length); i < more.length; i++) more[i] = Math.exp(-nu * Math.log(i));
        powers = more;
        last = new Powers(nu, more);
        return more[k];
    }

    private void cumulants(double[] lf, boolean byNu) {
        double w = 0;
        if (byNu) {
            for (int k = from; k <= to; k++) w -= p[k - from] * (lf[k] - lf[mode]);
            w /= sum;
        }
        double m20 = 0, m11 = 0, m02 = 0, m30 = 0, m21 = 0, m12 = 0, m03 = 0, m40 = 0, m31 = 0, m22 = 0, m13 = 0;
        for (int k = from; k <= to; k++) {
            double x = k - mean;
            double px2 = p[k - from] * x * x;
            m20 += px2;
            m30 += px2 * x;
            m40 += px2 * x * x;
            if (!byNu) continue;
            double z = lf[mode] - lf[k] - w;
            double pz = p[k - from] * z;
            m11 += pz * x;
            m02 += pz * z;
            m21 += pz * x * x;
            m12 += pz * z * x;
            m03 += pz * z * z;
            m31 += pz * x * x * x;
            m22 += pz * z * x * x;
            m13 += pz * z * z * x;
        }
        double[][] c = cumulant;
        c[1][0] = mean;
        c[0][1] = w - lf[mode];
        c[2][0] = m20 / sum;
        c[1][1] = m11 / sum;
        c[0][2] = m02 / sum;
        c[3][0] = m30 / sum;
        c[2][1] = m21 / sum;
        c[1][2] = m12 / sum;
        c[0][3] = m03 / sum;
        c[4][0] = m40 / sum - 3 * c[2][0] * c[2][0];
        c[3][1] = m31 / sum - 3 * c[2][0] * c[1][1];
        c[2][2] = m22 / sum - c[2][0] * c[0][2] - 2 * c[1][1] * c[1][1];
        c[1][3] = m13 / sum - 3 * c[0][2] * c[1][1];
    }
}
