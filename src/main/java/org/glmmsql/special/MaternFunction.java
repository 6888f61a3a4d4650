package org.glmmsql.special;

import org.apache.commons.numbers.gamma.Digamma;
import org.apache.commons.numbers.gamma.LogGamma;

/**
 * M_k(z) = 2^(1-k) / Gamma(k) z^k K_k(z), K the modified Bessel function of the second kind, with M_k(0) = 1: by
 * K_k(z) = integral of exp(-z cosh t) cosh(k t) over t > 0, for which the trapezoidal rule has all digits (Trefethen and Weideman 2014).
 * For large k, where factors of the size of Gamma(k) would cancel, by the expansion of K_k that holds for all z (DLMF 10.41.4), those
 * factors taken out of it with Stirling's series. NaN where k or z is no positive finite number.
 */
public final class MaternFunction {
    private static final double STEP = 0.15;
    /** For large k the integrand is a peak of this many steps times 1 / sqrt k. */
    private static final double PEAK = 0.6;

    private static final double SMALL = 1e-18;
    /** Order from which the expansion has all digits. */
    private static final double LARGE = 150;
    /** U_j(p) of DLMF 10.41.9: coefficients of p^j, p^(j+2), ... */
    private static final double[][] U = {
        {1},
        {3.0 / 24, -5.0 / 24},
        {81.0 / 1152, -462.0 / 1152, 385.0 / 1152},
        {30375.0 / 414720, -369603.0 / 414720, 765765.0 / 414720, -425425.0 / 414720},
        {
            4465125.0 / 39813120,
            -94121676.0 / 39813120,
            349922430.0 / 39813120,
            -446185740.0 / 39813120,
            185910725.0 / 39813120
        }
    };

    /** M_k(z). */
    public final double value;
    /** dM / dz. */
    public final double byArgument;
    /** dM / dk. */
    public final double byOrder;

    /** @param k > 0 @param z > 0 */
    public MaternFunction(double k, double z) {
        boolean inside = k > 0 && z > 0 && k < Double.POSITIVE_INFINITY && z < Double.POSITIVE_INFINITY;
        double[] found =
                !inside ? new double[] {Double.NaN, Double.NaN, Double.NaN} : k < LARGE ? sum(k, z) : expansion(k, z);
        value = found[0];
        byArgument = found[1];
        byOrder = found[2];
    }

    /** M and its slopes by z and k. */
    private static double[] sum(double k, double z) {
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
            if (t > peak && !(scale * (1 + t) > SMALL * sum)) break;
        }
        double value = step * sum;
        return new double[] {value, -step * lower, step * slope + value * (Math.log(z) - Math.log(2) - Digamma.value(k))
        };
    }

    /** Before it the integrand is below the peak by more digits than there are: at a distance d by k (d - 1 + exp(-d)) in logarithms. */
    private static int first(double k, double peak, double step) {
        double fall = -Math.log(SMALL) / k;
        double distance = fall < 1.0 / 3 ? Math.sqrt(3 * fall) : 1 + fall;
        return (int) Math.max(0, Math.floor((peak - distance) / step));
    }

    /** M and its slopes by z and k. */
    private static double[] expansion(double k, double z) {
        double x = z / k;
        double s = Math.hypot(1, x);
        double w = x * x / (1 + s);
        double p = 1 / s;
        double series = 0;
        double seriesByP = 0;
        double seriesByK = 0;
        double power = 1;
        for (int j = 0; j < U.length; j++, power /= -k) {
            double term = 0;
            double slope = 0;
            for (int i = 0; i < U[j].length; i++) {
                int exponent = j + 2 * i;
                term += U[j][i] * Math.pow(p, exponent);
                slope += exponent * U[j][i] * Math.pow(p, exponent - 1);
            }
            series += power * term;
            seriesByP += power * slope;
            seriesByK -= j * power * term / k;
        }
        double stirling = (1 - 1 / (30 * k * k)) / (12 * k);
        double stirlingByK = -(1 - 1 / (10 * k * k)) / (12 * k * k);
        double value = Math.exp(k * (Math.log1p(w / 2) - w) - stirling - 0.25 * Math.log1p(x * x)) * series;
        // of log M by x = z / k, which is moved by k as well
        double rest = -x / (2 * s * s) - x / (s * s * s) * seriesByP / series;
        double byX = -k * x / (1 + s) + rest;
        return new double[] {
            value, value * byX / k, value * (Math.log1p(w / 2) - stirlingByK + seriesByK / series - rest * x / k)
        };
    }
}
