package org.glmmsql.family;

import java.util.Arrays;

/**
 * A distribution on a lattice by its probabilities alone, which are computed outwards from the mode as far as they are asked for and kept.
 * It has one mode, or at least no gap that a sum could take for its end.
 */
final class SummedDistribution extends LatticeDistribution {
    /** A term so much smaller than the sum, beyond the mode, ends it: what follows is smaller still. */
    private static final double NEGLIGIBLE = 1e-18;

    private static final int BLOCK = 64;

    private final double mode;
    private double[] up = {};
    private double[] down = {};

    SummedDistribution(RowDensity density) {
        super(density);
        mode = LatticeSearch.smallest(this::falls, lowest(), highest(), lowest());
    }

    /** Whether the next value is no likelier than this one. */
    private boolean falls(double k) {
        if (k >= highest()) {
            return true;
        }
        double[] log = logProbabilities(k, 2);
        return !(log[1] > log[0]);
    }

    private double probability(double k) {
        boolean above = k >= mode;
        int i = (int) (above ? k - mode : mode - 1 - k);
        double[] kept = above ? up : down;
        if (i >= kept.length) {
            int n = Math.max(i + 1, Math.max(BLOCK, 2 * kept.length));
            double from = above ? mode + kept.length : mode - n;
            double[] log = logProbabilities(from, n - kept.length);
            int first = kept.length;
            kept = Arrays.copyOf(kept, n);
            for (int j = 0; j < log.length; j++) {
                kept[above ? first + j : n - 1 - j] = Math.exp(log[j]);
            }
            if (above) {
                up = kept;
            } else {
                down = kept;
            }
        }
        return kept[i];
    }

    @Override
    double lower(double k) {
        // no walk down from where no probability is left
        boolean farAbove = k > mode && probabilityAlone(k) == 0;
        return sumBelow(farAbove ? LatticeSearch.smallest(j -> probabilityAlone(j) == 0, mode, k, mode) : k, mode, 0);
    }

    @Override
    double upper(double k) {
        boolean farBelow = k < mode && probabilityAlone(k) == 0;
        return sumAbove(
                farBelow ? LatticeSearch.smallest(j -> probabilityAlone(j) > 0, k, mode, mode) - 1 : k, mode, 0);
    }

    private double probabilityAlone(double k) {
        return Math.exp(logProbabilities(k, 1)[0]);
    }

    /** Sum of (j - centre)^power P(j) for j &gt; k. */
    private double sumAbove(double k, double centre, int power) {
        double sum = 0;
        if (k >= mode && probabilityAlone(k + 1) == 0) {
            return 0;
        }
        for (double j = k + 1; j <= highest(); j++) {
            double term = probability(j) * power(j - centre, power);
            sum += term;
            if (j > mode && j > centre + 1 && Math.abs(term) <= NEGLIGIBLE * Math.abs(sum)) {
                break;
            }
        }
        return sum;
    }

    /** Sum of (j - centre)^power P(j) for j &lt;= k. */
    private double sumBelow(double k, double centre, int power) {
        double sum = 0;
        if (k < mode && probabilityAlone(k) == 0) {
            return 0;
        }
        for (double j = k; j >= lowest(); j--) {
            double term = probability(j) * power(j - centre, power);
            sum += term;
            if (j < mode && j < centre - 1 && Math.abs(term) <= NEGLIGIBLE * Math.abs(sum)) {
                break;
            }
        }
        return sum;
    }

    private static double power(double x, int power) {
        return power == 0 ? 1 : power == 1 ? x : x * x;
    }

    private double moment(double centre, int power) {
        return sumAbove(mode, centre, power) + sumBelow(mode, centre, power);
    }

    @Override
    public double mean() {
        return support.step() * (mode + moment(mode, 1));
    }

    @Override
    public double variance() {
        double shift = moment(mode, 1);
        return support.step() * support.step() * moment(mode + shift, 2);
    }
}
