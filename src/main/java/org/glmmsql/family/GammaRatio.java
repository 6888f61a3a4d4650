package org.glmmsql.family;

import org.glmmsql.special.Stirling;

/** The ratio of two Gamma functions, and what it has beyond a power: negative binomial counts have it of their shape. */
final class GammaRatio {
    /** Below it a sum over the count is cheaper than Stirling's series. */
    private static final int SUMMED = 16;

    private GammaRatio() {}

    /**
     * log(Gamma(k + y) / Gamma(k)) + y - y log y, and its first three derivatives by log k, for any k.
     *
     * @param y a count of at least 1
     */
    static void log(double y, double logK, double[] jet) {
        double k = Math.exp(logK);
        if (k >= 1) {
            beyondPower(y, logK, jet);
            jet[0] += y * logK;
            jet[1] += y;
        } else if (y < SUMMED) {
            smallSum((int) y, logK, k, jet);
        } else {
            fromOneMore(y, logK, k, jet);
        }
    }

    /**
     * The same less y log k: log(Gamma(k + y) / Gamma(k)) - y log k + y - y log y. All but y - y log y vanish as k grows.
     *
     * @param y a count
     */
    static void beyondPower(double y, double logK, double[] jet) {
        double k = Math.exp(logK);
        if (y < SUMMED) {
            sum((int) y, k, jet);
        } else if (k >= 1) {
            byStirling(y, k, jet);
        } else {
            fromOneMore(y, logK, k, jet);
            jet[0] -= y * logK;
            jet[1] -= y;
        }
    }

    /** A sum of log(1 + i / k). */
    private static void sum(int y, double k, double[] jet) {
        double value = 0;
        double first = 0;
        double second = 0;
        double third = 0;
        for (int i = 1; i < y; i++) {
            double u = i / (k + i);
            double v = k / (k + i);
            value += Math.log1p(i / k);
            first -= u;
            second += u * v;
            third -= u * v * (v - u);
        }
        Jets.set(jet, y == 0 ? 0 : value + (y - y * Math.log(y)), first, second, third);
    }

    /** A sum of log(k + i). */
    private static void smallSum(int y, double logK, double k, double[] jet) {
        double value = logK;
        double first = 1;
        double second = 0;
        double third = 0;
        for (int i = 1; i < y; i++) {
            double u = i / (k + i);
            double v = k / (k + i);
            value += Math.log(k + i);
            first += v;
            second += u * v;
            third -= u * v * (v - u);
        }
        Jets.set(jet, value + (y - y * Math.log(y)), first, second, third);
    }

    /** From that of k + 1 and y - 1: of a k near 0 Stirling's formula knows nothing. */
    private static void fromOneMore(double y, double logK, double k, double[] jet) {
        double less = y - 1;
        byStirling(less, k + 1, jet);
        double p = k / (k + 1);
        double q = 1 / (k + 1);
        double p2 = p * q;
        double p3 = p2 * (q - p);
        double first = jet[1] + less;
        Jets.set(
                jet,
                jet[0] + logK + less * Math.log1p(k) + (1 - y * Math.log(y) + less * Math.log(less)),
                1 + first * p,
                jet[2] * p * p + first * p2,
                jet[3] * p * p * p + 3 * jet[2] * p * p2 + first * p3);
    }

    /** By Stirling's formula for either Gamma. */
    private static void byStirling(double y, double k, double[] jet) {
        double c = Math.log1p(y / k);
        double v = y / (k + y);
        double p = k / (k + y);
        double r1 = k * Stirling.rise(1, k, y);
        // from the right: powers of a large k overflow
        double r2 = k * (k * Stirling.rise(2, k, y));
        double r3 = k * (k * (k * Stirling.rise(3, k, y)));
        Jets.set(
                jet,
                (k + y - 0.5) * c + Stirling.rise(0, k, y) - y * Math.log(y),
                k * (c - v) - v * y + 0.5 * v + r1,
                k * (c - v) - 0.5 * v * p + r1 + r2,
                k * (c - v - v * v) + 0.5 * v * p * (p - v) + r1 + 3 * r2 + r3);
    }
}
