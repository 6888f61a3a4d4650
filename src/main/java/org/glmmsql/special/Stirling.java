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

    /** Enough for an error of 1e-15 of what is added to numbers of size 1. */
    private static final double BY_LOG_FROM = 10;

    /** Coefficients by powers of 1 / x^2: Bernoulli numbers over k (k - 1), over k, and so on. */
    private static final double[] VALUE = {
        1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156
    };

    private static final double[] FIRST = {
        1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240, 1.0 / 132, -691.0 / 32760, 1.0 / 12
    };

    private static final double[] SECOND = {1.0 / 6, -1.0 / 30, 1.0 / 42, -1.0 / 30, 5.0 / 66, -691.0 / 2730, 7.0 / 6};

    private static final double[] THIRD = {1.0 / 2, -1.0 / 6, 1.0 / 6, -3.0 / 10, 5.0 / 6, -691.0 / 210, 35.0 / 2};

    private Stirling() {}

    /** S(k) for k > 0; 0 at infinity. */
    public static double error(double k) {
        return derivative(0, k);
    }

    /** dS/dk for k > 0. */
    public static double errorDerivative(double k) {
        return derivative(1, k);
    }

    /** d2S/dk2 for k > 0. */
    public static double errorSecondDerivative(double k) {
        return derivative(2, k);
    }

    /** d3S/dk3 for k > 0. */
    public static double errorThirdDerivative(double k) {
        return derivative(3, k);
    }

    private static double derivative(int order, double k) {
        double sum = 0;
        double x = k;
        for (; x < SERIES_FROM; x++) {
            sum += fall(order, x);
        }
        return sum + series(order, x);
    }

    /**
     * S(k + n) - S(k), or a derivative of it by k up to the third: no more terms than n, where S itself has many.
     *
     * @param k more than 0
     * @param n a whole number of at least 0
     */
    public static double rise(int order, double k, double n) {
        double sum = 0;
        double x = k;
        double left = n;
        for (; x < SERIES_FROM && left > 0; x++, left--) {
            sum -= fall(order, x);
        }
        return left > 0 ? sum + (series(order, x + left) - series(order, x)) : sum;
    }

    /**
     * Fills {@code jet} with S(e^t) and its first three derivatives by t; right however small e^t is. Recurrences are one product and sums of
     * powers, so that it takes two logarithms at most.
     *
     * @param a e^t, which may be 0
     * @param value whether S itself is asked for; it costs one of the logarithms
     */
    public static void errorByLog(double t, double a, boolean value, double[] jet) {
        double x = a;
        double n = 0;
        double product = 1;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        if (x < BY_LOG_FROM) {
            // the first factor is a itself, whose logarithm is t
            for (x++, n++; x < BY_LOG_FROM; x++, n++) {
                double r = 1 / x;
                product *= x;
                s1 += r;
                s2 += r * r;
                s3 += r * r * r;
            }
        }
        double r = 1 / x;
        double z = r * r;
        double series = value ? polynomial(VALUE, z) * r : Double.NaN;
        double first = -z * polynomial(FIRST, z);
        double second = z * r * polynomial(SECOND, z);
        double third = -z * z * polynomial(THIRD, z);
        double d1;
        double d2;
        double d3;
        if (n == 0) {
            jet[0] = series;
            d1 = a * first;
            d2 = a * (a * second);
            d3 = a * (a * (a * third));
        } else {
            double log = Math.log(x);
            jet[0] = value ? (x - 0.5) * log - (a + 0.5) * t - Math.log(product) - n + series : Double.NaN;
            d1 = a * (log - t - 0.5 * r + first - s1) - 0.5;
            d2 = a * a * (r + 0.5 * z + second + s2) + 0.5 - a;
            d3 = a * a * a * (third - z - z * r - 2 * s3) - 1 + a;
        }
        jet[1] = d1;
        jet[2] = d1 + d2;
        jet[3] = d1 + 3 * d2 + d3;
    }

    /** S(x) - S(x + 1), or a derivative of it. */
    private static double fall(int order, double x) {
        double product = x * (x + 1);
        return switch (order) {
            case 0 -> (x + 0.5) * Math.log1p(1 / x) - 1;
            case 1 -> Math.log1p(1 / x) - (x + 0.5) / product;
            case 2 -> 0.5 / (product * product);
            default -> -(2 * x + 1) / (product * product * product);
        };
    }

    /** S(x), or a derivative of it, where x is large. */
    private static double series(int order, double x) {
        double z = 1 / (x * x);
        return switch (order) {
            case 0 -> polynomial(VALUE, z) / x;
            case 1 -> -z * polynomial(FIRST, z);
            case 2 -> z / x * polynomial(SECOND, z);
            default -> -z * z * polynomial(THIRD, z);
        };
    }

    private static double polynomial(double[] c, double z) {
        return c[0] + z * (c[1] + z * (c[2] + z * (c[3] + z * (c[4] + z * (c[5] + z * c[6])))));
    }

    /** By odd powers of 1 / x: log(Gamma(x + 1/2) / Gamma(x)) - log(x) / 2 where x is large. */
    private static final double[] HALF_RISE = {
        -1.0 / 8, 1.0 / 192, -1.0 / 640, 17.0 / 14336, -31.0 / 18432, 691.0 / 180224, -5461.0 / 425984
    };

    /** log(Gamma(x + 1/2) / Gamma(x)) - log(x) / 2 for x > 0, or a derivative of it up to the third; 0 at infinity. */
    public static double halfRise(int order, double k) {
        double sum = 0;
        double x = k;
        for (; x < SERIES_FROM; x++) sum += halfFall(order, x);
        double z = 1 / (x * x);
        double series = 0;
        for (int i = HALF_RISE.length - 1; i >= 0; i--) {
            int m = 2 * i + 1;
            series = series * z
                    + HALF_RISE[i]
                            * switch (order) {
                                case 0 -> 1;
                                case 1 -> -m;
                                case 2 -> m * (m + 1);
                                default -> -m * (m + 1) * (m + 2);
                            };
        }
        double power = switch (order) {
            case 0 -> 1 / x;
            case 1 -> z;
            case 2 -> z / x;
            default -> z * z;
        };
        return sum + series * power;
    }

    /** What halfRise has at x more than at x + 1, or a derivative of it: log(x (x + 1)) / 2 - log(x + 1/2). */
    private static double halfFall(int order, double x) {
        double half = x + 0.5;
        double product = x * (x + 1);
        double p = product * half;
        double p1 = 3 * x * x + 3 * x + 0.5;
        return switch (order) {
            case 0 -> 0.5 * Math.log1p(-0.25 / (half * half));
            case 1 -> 0.25 / p;
            case 2 -> -0.25 * p1 / (p * p);
            default -> 0.25 * (2 * p1 * p1 / p - 6 * half) / (p * p);
        };
    }

    /** log n!, for real n >= 0. */
    public static double logFactorial(double n) {
        return n == 0 ? 0 : n * Math.log(n) - n + 0.5 * Math.log(n) + HALF_LOG_2PI + error(n);
    }
}
