package org.glmmsql.family;

import java.util.random.RandomGenerator;

/**
 * The distribution of one response whose parameters are known ({@link Family#distribution}): what is simulated from, and what a residual
 * is held against. Both tails keep their relative precision, which is why there are two of each; a response may have a mass at single
 * values beside a density (zeros of a hurdle model), and then the density there is that mass.
 */
public interface Distribution {
    /** Whether a response has one of a list of values: then the density is a probability. */
    boolean discrete();

    /** log f(y) with all constants; -infinity where y cannot be. */
    double logDensity(double y);

    /** P(Y &lt;= y). */
    double cdf(double y);

    /** P(Y &gt; y). */
    double upperTail(double y);

    /** The smallest y with P(Y &lt;= y) &gt;= p. @param p 0 to 1; 0 and 1 give the ends of the range */
    double quantile(double p);

    /** The smallest y with P(Y &gt; y) &lt;= q: quantile(1 - q), for a q too small to be taken from 1. */
    double upperQuantile(double q);

    /** May be infinite; NaN where there is none. */
    double mean();

    /** May be infinite; NaN where there is none. */
    double variance();

    /** A response, by one number of a generator: the same response for the same number everywhere. */
    default double draw(RandomGenerator random) {
        // 52 bits and a half: never 0, never 1
        return quantile(((random.nextLong() >>> 12) + 0.5) * 0x1p-52);
    }

    /** @throws IllegalArgumentException for what is no probability */
    static double checkedProbability(double p) {
        if (!(p >= 0 && p <= 1)) {
            throw new IllegalArgumentException("a probability is from 0 to 1, this is " + p);
        }
        return p;
    }
}
