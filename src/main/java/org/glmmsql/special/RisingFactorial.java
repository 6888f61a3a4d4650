package org.glmmsql.special;

/** log(Gamma(x + n) / (Gamma(x) x^n)) for n = 0, 1, ..., a sum of log(1 + i / x), and its derivatives by t = log x. */
public final class RisingFactorial {
    /** Up to it a sum over n is cheaper than Stirling's formula. */
    private static final double SUMMED = 24;
    /** So many factors of a product are in the range of a double. */
    private static final int CHUNK = 12;

    private RisingFactorial() {}

    /**
     * Fills {@code jet} with the value and three derivatives; right however small or large x is.
     *
     * @param scratch of four
     */
    public static void excessByLog(double t, double n, double[] jet, double[] scratch) {
        if (n <= SUMMED) summed(t, n, jet);
        else byStirling(t, n, jet, scratch);
    }

    private static void summed(double t, double n, double[] jet) {
        double x = Math.exp(t);
        // a small x divides nothing, a large one keeps the digits of 1 + i / x
        boolean small = x < 1;
        double r = 1 / x;
        double value = 0;
        double product = 1;
        double d1 = 0;
        double d2 = 0;
        double d3 = 0;
        int inProduct = 0;
        for (double i = 1; i < n; i++) {
            double v = small ? x / (x + i) : 1 / (1 + i * r);
            double u = small ? i / (x + i) : i * r * v;
            product *= small ? x + i : 1 + i * r;
            if (++inProduct == CHUNK) {
                value += Math.log(product);
                product = 1;
                inProduct = 0;
            }
            double uv = u * v;
            d1 -= u;
            d2 += uv;
            d3 -= uv * (v - u);
        }
        value += Math.log(product);
        jet[0] = small && n > 1 ? value - (n - 1) * t : value;
        jet[1] = d1;
        jet[2] = d2;
        jet[3] = d3;
    }

    private static void byStirling(double t, double n, double[] jet, double[] scratch) {
        double x = Math.exp(t);
        double z = x + n;
        double v = n / z;
        double p = x / z;
        double c = x > n ? Math.log1p(n / x) : Math.log(z) - t;
        Stirling.errorByLog(t, x, true, jet);
        Stirling.errorByLog(Math.log(z), z, true, scratch);
        // from log z to t: d log z / dt = p, dp / dt = p v
        double s1 = scratch[1] * p;
        double s2 = scratch[2] * p * p + scratch[1] * p * v;
        double s3 = scratch[3] * p * p * p + 3 * scratch[2] * p * p * v + scratch[1] * p * v * (v - p);
        jet[0] = (z - 0.5) * c - n + scratch[0] - jet[0];
        jet[1] = x * (c - v) - v * n + 0.5 * v + s1 - jet[1];
        jet[2] = x * (c - v) - 0.5 * v * p + s2 - jet[2];
        jet[3] = x * (c - v - v * v) + 0.5 * v * p * (p - v) + s3 - jet[3];
    }
}
