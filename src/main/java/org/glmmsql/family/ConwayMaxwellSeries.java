package org.glmmsql.family;

import org.glmmsql.special.Stirling;

/**
 * log Z of Conway-Maxwell-Poisson counts where they are many and spread: with x = e^(L / nu) and z = nu x it is
 * z - (nu - 1) / 2 log(2 pi x) - log(nu) / 2 + sum over j of a_j(nu) z^-j (Gaunt, Iyengar, Olde Daalhuis and Simsek 2019), the a_j by Laplace's
 * method carried on to the order z^-8.
 */
final class ConwayMaxwellSeries {
    /** From z and the variance x / nu as large as these on it is right to 1e-13. */
    private static final double LEAST = 60;

    private static final double LEAST_VARIANCE = 2.5;

    private static final int STEPS = 5;

    private static final double LOG_2PI = 2 * Stirling.HALF_LOG_2PI;

    /** a_j by powers of nu^2. */
    private static final double[][] A = {
        {-1.0 / 24, 1.0 / 24},
        {-1.0 / 48, 1.0 / 48},
        {-161.0 / 5760, 17.0 / 576, -1.0 / 640},
        {-367.0 / 5760, 41.0 / 576, -43.0 / 5760},
        {-120257.0 / 580608, 33667.0 / 138240, -5107.0 / 138240, 305.0 / 580608},
        {-39793.0 / 45360, 37303.0 / 34560, -3611.0 / 17280, 4987.0 / 725760},
        {
            -6389072441.0 / 1393459200,
            81830645.0 / 13934592,
            -45075959.0 / 33177600,
            998141.0 / 13934592,
            -87983.0 / 199065600
        },
        {-993607187.0 / 34836480, 8243537.0 / 217728, -8342147.0 / 829440, 635009.0 / 870912, -388919.0 / 34836480}
    };

    private ConwayMaxwellSeries() {}

    static boolean isRight(double mu, double nu) {
        return mu * nu > LEAST && mu > LEAST_VARIANCE * nu;
    }

    /** The x of a mean. */
    static Jet x(Jet mean, Jet nu) {
        Jet[] a = coefficients(nu);
        Jet shift = inverse(nu).times(-1).plus(1).times(0.5);
        Jet x = mean.plus(shift);
        // a step leaves a ten-thousandth of the distance
        for (int i = 0; i < STEPS; i++) {
            Jet w = inverse(nu.times(x));
            Jet sum = a[A.length - 1].times(A.length);
            for (int j = A.length - 1; j >= 1; j--) sum = sum.times(w).plus(a[j - 1].times(j));
            Jet excess = x.minus(shift).minus(sum.times(w).times(inverse(nu))).minus(mean);
            x = x.minus(excess);
        }
        return x;
    }

    /** That of a mean: 1 over the slope of L = nu log x. */
    static double variance(double mu, double nu) {
        JetSpace space = new JetSpace(JetLayout.of(1, new Want(false, true, false, false, 1)));
        Jet logX = x(space.variable(0, mu), space.constant(nu)).log();
        return 1 / (nu * logX.d[1]);
    }

    /** log Z - nu x. */
    static Jet rest(Jet x, Jet nu) {
        Jet[] a = coefficients(nu);
        Jet w = inverse(nu.times(x));
        Jet sum = a[A.length - 1];
        for (int j = A.length - 1; j >= 1; j--) sum = sum.times(w).plus(a[j - 1]);
        Jet powers = nu.plus(-1).times(x.log().plus(LOG_2PI)).plus(nu.log()).times(-0.5);
        return powers.plus(sum.times(w));
    }

    private static Jet[] coefficients(Jet nu) {
        double v = nu.value();
        double square = v * v;
        Jet[] a = new Jet[A.length];
        for (int j = 0; j < a.length; j++) {
            double[] c = A[j];
            double value = 0;
            double first = 0;
            double second = 0;
            double third = 0;
            // Horner's scheme in nu^2, a derivative by nu^2 each
            for (int i = c.length - 1; i >= 0; i--) {
                third = third * square + 3 * second;
                second = second * square + 2 * first;
                first = first * square + value;
                value = value * square + c[i];
            }
            a[j] = nu.map(
                    value, 2 * v * first, 2 * first + 4 * square * second, 12 * v * second + 8 * square * v * third);
        }
        return a;
    }

    private static Jet inverse(Jet x) {
        double r = 1 / x.value();
        return x.map(r, -r * r, 2 * r * r * r, -6 * r * r * r * r);
    }
}
