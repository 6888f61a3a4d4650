package org.glmmsql.special;

/**
 * Stirling's formula with its error: log Gamma(k) = (k - 1/2) log k - k + log(2 pi) / 2 + S(k). Densities written with S keep their
 * digits where k is large, because the terms that cancel are gone before anything is computed (Loader 2000).
 */
public final class Stirling {
    /** log(2 pi) / 2. */
    public static final double HALF_LOG_2PI = 0.918938533204672741780329736406;

    /** From here on the series below have a truncation error under 1e-18. */
    private static final double SERIES_FROM = 15;

    private Stirling() {}

    /** S(k) for k > 0; 0 at infinity. */
    public static double error(double k) {
        double sum = 0;
        double x = k;
        for (; x < SERIES_FROM; x++) {
            sum += (x + 0.5) * Math.log1p(1 / x) - 1;
        }
        double z = 1 / (x * x);
        return sum
                + (1.0 / 12
                                + z
                                        * (-1.0 / 360
                                                + z
                                                        * (1.0 / 1260
                                                                + z
                                                                        * (-1.0 / 1680
                                                                                + z
                                                                                        * (1.0 / 1188
                                                                                                + z
                                                                                                        * (-691.0
                                                                                                                        / 360360
                                                                                                                + z
                                                                                                                        / 156))))))
                        / x;
    }

    /** dS/dk for k > 0. */
    public static double errorDerivative(double k) {
        double sum = 0;
        double x = k;
        for (; x < SERIES_FROM; x++) {
            sum += Math.log1p(1 / x) - (x + 0.5) / (x * (x + 1));
        }
        double z = 1 / (x * x);
        return sum
                - z
                        * (1.0 / 12
                                + z
                                        * (-1.0 / 120
                                                + z
                                                        * (1.0 / 252
                                                                + z
                                                                        * (-1.0 / 240
                                                                                + z
                                                                                        * (1.0 / 132
                                                                                                + z
                                                                                                        * (-691.0
                                                                                                                        / 32760
                                                                                                                + z
                                                                                                                        / 12))))));
    }

    /** d2S/dk2 for k > 0. */
    public static double errorSecondDerivative(double k) {
        double sum = 0;
        double x = k;
        for (; x < SERIES_FROM; x++) {
            // of (x + 1/2) log(1 + 1/x) - 1: 1 / (2 x^2 (x + 1)^2)
            double product = x * (x + 1);
            sum += 0.5 / (product * product);
        }
        double z = 1 / (x * x);
        return sum
                + z
                        / x
                        * (1.0 / 6
                                + z
                                        * (-1.0 / 30
                                                + z
                                                        * (1.0 / 42
                                                                + z
                                                                        * (-1.0 / 30
                                                                                + z
                                                                                        * (5.0 / 66
                                                                                                + z
                                                                                                        * (-691.0 / 2730
                                                                                                                + z * 7
                                                                                                                        / 6))))));
    }

    /** d3S/dk3 for k > 0. */
    public static double errorThirdDerivative(double k) {
        double sum = 0;
        double x = k;
        for (; x < SERIES_FROM; x++) {
            double product = x * (x + 1);
            sum -= (2 * x + 1) / (product * product * product);
        }
        double z = 1 / (x * x);
        return sum
                - z
                        * z
                        * (1.0 / 2
                                + z
                                        * (-1.0 / 6
                                                + z
                                                        * (1.0 / 6
                                                                + z
                                                                        * (-3.0 / 10
                                                                                + z
                                                                                        * (5.0 / 6
                                                                                                + z
                                                                                                        * (-691.0 / 210
                                                                                                                + z * 35
                                                                                                                        / 2))))));
    }

    /** log n!, for real n >= 0. */
    public static double logFactorial(double n) {
        return n == 0 ? 0 : n * Math.log(n) - n + 0.5 * Math.log(n) + HALF_LOG_2PI + error(n);
    }
}
