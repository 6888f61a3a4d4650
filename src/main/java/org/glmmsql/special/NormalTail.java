package org.glmmsql.special;

import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.Erfcx;

/** log Phi(x) of the standard normal distribution, and its derivatives. */
public final class NormalTail {
    /**
     * Left of -FAR the asymptotic series is used: the derivatives of higher order are differences of nearly equal numbers in any
     * formula with the Mills ratio.
     */
    private static final double FAR = 12;

    /** log Phi(-t) = -t^2/2 - log t - log(2 pi)/2 + sum over k of SERIES[k - 1] t^(-2k); see {@link #asymptotic}. */
    private static final double[] SERIES = logOfMillsSeries(16);

    private NormalTail() {}

    /** Fills {@code jet} with log Phi(x) and its first three derivatives. */
    public static void logCdf(double x, double[] jet) {
        if (x < -FAR) {
            asymptotic(-x, jet);
            return;
        }
        if (x >= 0) {
            double tail = 0.5 * Erfc.value(x / Math.sqrt(2));
            double a = Math.exp(-0.5 * x * x - Stirling.HALF_LOG_2PI) / (1 - tail);
            double d = x + a;
            jet[0] = Math.log1p(-tail);
            jet[1] = a;
            jet[2] = -a * d;
            jet[3] = a * (d * d - 1 + a * d);
        } else {
            // Phi(x) = scaled exp(-x^2/2) / 2; a = phi/Phi = 1 / Mills ratio, and d = a - |x| > 0
            double scaled = Erfcx.value(-x / Math.sqrt(2));
            double a = Math.sqrt(2 / Math.PI) / scaled;
            double d = a + x;
            jet[0] = Math.log(0.5 * scaled) - 0.5 * x * x;
            jet[1] = a;
            jet[2] = -a * d;
            jet[3] = a * (d * d - (1 - a * d));
        }
    }

    private static void asymptotic(double t, double[] jet) {
        double z = 1 / (t * t);
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        for (int k = SERIES.length; k >= 1; k--) {
            double c = SERIES[k - 1];
            int m = 2 * k;
            s0 = (s0 + c) * z;
            s1 = (s1 + m * c) * z;
            s2 = (s2 + m * (m + 1.0) * c) * z;
            s3 = (s3 + m * (m + 1.0) * (m + 2.0) * c) * z;
        }
        jet[0] = -0.5 * t * t - Math.log(t) - Stirling.HALF_LOG_2PI + s0;
        jet[1] = t + (1 + s1) / t;
        jet[2] = -1 + (1 + s2) * z;
        jet[3] = (2 + s3) * z / t;
    }

    /** Coefficients of log(1 - z + 3 z^2 - 15 z^3 + ...), by the recurrence for the logarithm of a power series. */
    private static double[] logOfMillsSeries(int n) {
        double[] mills = new double[n + 1];
        mills[0] = 1;
        double[] log = new double[n];
        for (int k = 1; k <= n; k++) {
            mills[k] = -mills[k - 1] * (2 * k - 1);
            double sum = k * mills[k];
            for (int j = 1; j < k; j++) {
                sum -= j * log[j - 1] * mills[k - j];
            }
            log[k - 1] = sum / k;
        }
        return log;
    }
}
