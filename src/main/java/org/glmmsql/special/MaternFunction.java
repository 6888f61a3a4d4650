package org.glmmsql.special;

import org.apache.commons.numbers.gamma.Digamma;
import org.apache.commons.numbers.gamma.LogGamma;

/**
 * M_k(z) = 2^(1-k) / Gamma(k) z^k K_k(z), K the modified Bessel function of the second kind, with M_k(0) = 1: by
 * K_k(z) = integral of exp(-z cosh t) cosh(k t) over t > 0, for which the trapezoidal rule has all digits (Trefethen and Weideman 2014).
 */
public final class MaternFunction {
    private static final double STEP = 0.15;
    /** For large k the integrand is a peak of this many steps times 1 / sqrt k. */
    private static final double PEAK = 0.6;

    private static final double SMALL = 1e-18;

    /** M_k(z). */
    public final double value;
    /** dM / dz. */
    public final double byArgument;
    /** dM / dk. */
    public final double byOrder;

    /** @param k > 0 @param z > 0 */
    public MaternFunction(double k, double z) {
        double logFactor = (1 - k) * Math.log(2) - LogGamma.value(k) + k * Math.log(z);
        double step = Math.min(STEP, PEAK / Math.sqrt(k + 1));
        double peak = Math.log(k / z + Math.hypot(1, k / z));
        double sum = 0;
        double lower = 0;
        double slope = 0;
        for (int i = first(k, peak, step); ; i++) {
            double t = i * step;
            double scale = 0.5 * Math.exp(logFactor - z * Math.cosh(t) + k * t) * (i == 0 ? 0.5 : 1);
            double mirrored = Math.exp(-2 * k * t);
            sum += scale * (1 + mirrored);
            slope += scale * t * (1 - mirrored);
            // K_(k-1), which is K_(1-k)
            lower += scale * (Math.exp(-t) + mirrored * Math.exp(t));
            if (t > peak && scale * (1 + t) <= SMALL * sum) break;
        }
        value = step * sum;
        byArgument = -step * lower;
        byOrder = step * slope + value * (Math.log(z) - Math.log(2) - Digamma.value(k));
    }

    /** Before it the integrand is below the peak by more digits than there are: at a distance d by k (d - 1 + exp(-d)) in logarithms. */
    private static int first(double k, double peak, double step) {
        double fall = -Math.log(SMALL) / k;
        double distance = fall < 1.0 / 3 ? Math.sqrt(3 * fall) : 1 + fall;
        return (int) Math.max(0, Math.floor((peak - distance) / step));
    }
}
