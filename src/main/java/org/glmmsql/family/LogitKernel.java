package org.glmmsql.family;

import static org.glmmsql.family.LogDensity.L;
import static org.glmmsql.family.LogDensity.L_ETA3;

import org.glmmsql.special.Exponential;

/**
 * K = y eta - log(1 + e^eta): binomial with the logit link. One exp per row, in a loop of its own; the other loops have neither
 * branches nor calls, and small methods of their own, so that they become vector code.
 */
final class LogitKernel implements Kernel {
    /** Odds that do not overflow when 1 is added; the mean is 1 to the last digit long before. */
    private static final double LARGE = 0.5 * Double.MAX_VALUE;

    @Override
    public void evaluate(int row, int len, double[] y, double[] eta, int want, double[][] out) {
        double[][] scratch = Kernel.scratch(len, want, out);
        double[] complement = scratch[0];
        double[] mu = scratch[1];
        Exponential.exp(len, eta, complement, mu);
        means(len, mu, complement);
        if ((want & VALUE) != 0) {
            atanhArgument(len, mu, complement, out[L]);
            twiceAtanh(len, out[L]);
            value(row, len, y, eta, out[L]);
        }
        if ((want & THIRD) != 0) {
            third(len, mu, complement, out[L_ETA3]);
        }
        if ((want & NEWTON) != 0) {
            newton(row, len, y, complement, mu);
        }
    }

    /** From the odds in {@code mu} to mu and 1 - mu. */
    private static void means(int len, double[] mu, double[] complement) {
        for (int j = 0; j < len; j++) {
            double odds = Math.min(mu[j], LARGE);
            double c = 1 / (1 + odds);
            complement[j] = c;
            mu[j] = odds * c;
        }
    }

    /** From 1 - mu and mu to the first and second derivative, in place. */
    private static void newton(int row, int len, double[] y, double[] first, double[] second) {
        for (int j = 0; j < len; j++) {
            double complement = first[j];
            double mu = second[j];
            double p = y[row + j];
            first[j] = p * complement - (1 - p) * mu;
            second[j] = -mu * complement;
        }
    }

    private static void third(int len, double[] mu, double[] complement, double[] third) {
        for (int j = 0; j < len; j++) {
            third[j] = mu[j] * complement[j] * (mu[j] - complement[j]);
        }
    }

    /** K = y eta - max(eta, 0) - log1p(exp(-|eta|)), with the last part in {@code value}. */
    private static void value(int row, int len, double[] y, double[] eta, double[] value) {
        for (int j = 0; j < len; j++) {
            value[j] = y[row + j] * eta[j] - Math.max(eta[j], 0) - value[j];
        }
    }

    /**
     * s with log1p(e) = 2 atanh(s), e = exp(-|eta|): s = e / (2 + e) = small / (2 - small), small the lesser of mu and 1 - mu, is in
     * [0, 1/3].
     */
    private static void atanhArgument(int len, double[] mu, double[] complement, double[] s) {
        for (int j = 0; j < len; j++) {
            double small = Math.min(mu[j], complement[j]);
            s[j] = small / (2 - small);
        }
    }

    /** atanh(s) = s + s^3 p(s^2), p by its Chebyshev series on [0, 1/9] to degree 10, with an error under 2e-18. */
    private static void twiceAtanh(int len, double[] s) {
        for (int j = 0; j < len; j++) {
            double z = s[j] * s[j];
            double z2 = z * z;
            double p0 = 0.33333333333333333443 + z * 0.19999999999999761253;
            double p1 = 0.14285714285800049646 + z * 0.11111111099118385278;
            double p2 = 0.090909099489813571926 + z * 0.076922719824302746051;
            double p3 = 0.066675893157246286276 + z * 0.05867139530651590446;
            double p4 = 0.054225891974400667123 + z * 0.037460718977751461034;
            double p = p0 + z2 * p1 + z2 * z2 * (p2 + z2 * p3 + z2 * z2 * (p4 + z2 * 0.078152889004618329755));
            s[j] = 2 * (s[j] + s[j] * z * p);
        }
    }
}
