package org.glmmsql.special;

import java.util.function.DoubleUnaryOperator;
import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.LogGamma;

/**
 * Law of the range of k independent standard normal variables divided by an independent estimate of their standard deviation with df degrees
 * of freedom: P(Q > q) = int f(s) S(q s) ds, where s is chi / sqrt(df) and S(r) = k int phi(z) [Phi(z)^(k-1) - (Phi(z) - Phi(z - r))^(k-1)] dz
 * is the law of the range (Hartley 1942; Copenhaver and Holland 1988). The difference in S is taken on the log scale, so that small
 * probabilities are as accurate as others; both integrals are sums of Gauss-Legendre rules over panels.
 */
public final class StudentizedRange {
    /** From here on s is 1 to the digits that are shown. */
    private static final double INFINITE = 1e9;

    /** Larger ranges have a probability of 0 in a double. */
    private static final double WIDEST = 74;

    /** So far from the least and the largest z that counts there is nothing. */
    private static final double FAR = 9;

    /** Nodes of the rule of 16 points on [0, 1], half of them, as distances from the middle, and weights. */
    private static final double[] NODE = {
        0.0950125098376374402, 0.2816035507792589132, 0.4580167776572273863, 0.6178762444026437484,
        0.7554044083550030339, 0.8656312023878317439, 0.9445750230732325761, 0.9894009349916499326
    };

    private static final double[] WEIGHT = {
        0.1894506104550684963, 0.1826034150449235889, 0.1691565193950025382, 0.1495959888165767321,
        0.1246289712555338720, 0.0951585116824927848, 0.0622535239386478929, 0.0271524594117540949
    };

    private StudentizedRange() {}

    /**
     * P(Q > q), to 1e-10 of itself or of 1e-290.
     *
     * @param k number of means, at least 2
     * @param df positive, may be infinite
     */
    public static double survival(double q, int k, double df) {
        if (Double.isNaN(q) || Double.isNaN(df)) {
            return Double.NaN;
        }
        if (q <= 0) {
            return 1;
        }
        if (df >= INFINITE) {
            return Math.min(1, rangeSurvival(q, k));
        }
        // in u = log s, where the density of s is smooth for all df
        double constant = Math.log(2) + df / 2 * Math.log(df / 2) - LogGamma.value(df / 2);
        DoubleUnaryOperator integrand = u -> {
            double log = constant + df * u - df / 2 * Math.exp(2 * u);
            return log < -745 ? 0 : Math.exp(log) * rangeSurvival(q * Math.exp(u), k);
        };
        double width = 1 / Math.sqrt(2 * df);
        // far out for q the smallest s count most
        double low = end(-45 / df - 0.5, df) - Math.max(0, Math.log(q));
        double high = end(Math.sqrt(45 / df), df);
        return Math.min(
                1,
                integral(integrand, low, 0, panels(-low, width)) + integral(integrand, 0, high, panels(high, width)));
    }

    /** Where the density of log s is e^-45 of its largest, by Newton's method for (e^2u - 1) / 2 - u = 45 / df from outside, where it is convex. */
    private static double end(double outside, double df) {
        double u = outside;
        for (int i = 0; i < 50; i++) {
            double step = ((Math.expm1(2 * u) / 2 - u) - 45 / df) / (Math.exp(2 * u) - 1);
            u -= step;
            if (Math.abs(step) < 1e-3 * Math.abs(u)) {
                break;
            }
        }
        return u;
    }

    private static int panels(double length, double width) {
        return (int) Math.ceil(length / Math.min(4 * width, 1));
    }

    /** The q with P(Q > q) = p. */
    public static double inverseSurvival(double p, int k, double df) {
        if (Double.isNaN(p) || Double.isNaN(df)) {
            return Double.NaN;
        }
        double low = 0;
        double high = 4;
        while (survival(high, k, df) > p && high < 1e12) {
            low = high;
            high *= 2;
        }
        // the secant of log P, kept between both ends
        double target = Math.log(p);
        double below = low == 0 ? -target : Math.log(survival(low, k, df)) - target;
        double above = Math.log(survival(high, k, df)) - target;
        for (int i = 0; i < 200 && high - low > 1e-13 * high; i++) {
            double secant = low + (high - low) * below / (below - above);
            double guard = 1e-3 * (high - low);
            double next = i % 3 == 2 ? (low + high) / 2 : Math.max(low + guard, Math.min(high - guard, secant));
            double value = Math.log(survival(next, k, df)) - target;
            if (value > 0) {
                low = next;
                below = value;
            } else {
                high = next;
                above = value;
            }
        }
        return (low + high) / 2;
    }

    /** Of the range itself. */
    private static double rangeSurvival(double r, int k) {
        if (r > WIDEST) {
            return 0;
        }
        DoubleUnaryOperator integrand = z -> {
            double all = normal(z);
            double log = -0.5 * z * z - 0.918938533204672741780;
            double share = normal(z - r) / all;
            // Phi^(k-1) (1 - (1 - share)^(k-1))
            double power = (k - 1) * Math.log(all);
            return Math.exp(log + power) * -Math.expm1((k - 1) * Math.log1p(-share));
        };
        return k * integral(integrand, -FAR, r + FAR, (int) Math.ceil((r + 2 * FAR) / 2.5));
    }

    private static double normal(double z) {
        return 0.5 * Erfc.value(-z / Math.sqrt(2));
    }

    private static double integral(DoubleUnaryOperator f, double from, double to, int panels) {
        double half = (to - from) / panels / 2;
        double sum = 0;
        for (int p = 0; p < panels; p++) {
            double middle = from + (2 * p + 1) * half;
            double part = 0;
            for (int i = 0; i < NODE.length; i++) {
                part += WEIGHT[i]
                        * (f.applyAsDouble(middle - half * NODE[i]) + f.applyAsDouble(middle + half * NODE[i]));
            }
            sum += half * part;
        }
        return sum;
    }
}
