package org.glmmsql.random;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;

/**
 * Any covariance of rank d: b = Lambda u with d latent variables, Lambda the factor loadings (McGillycuddy, Popovic, Bolker, Warton
 * 2025). theta holds the lower trapezoid of Lambda by columns, free in sign: q d - d (d - 1) / 2 numbers (D-R13).
 */
final class ReducedRank implements Structure {
    /** Random loadings to search from: the likelihood has several maxima. */
    private static final int STARTS = 6;

    private static final String RANK = "d";

    private final int d;

    /** @param d the number of latent variables */
    ReducedRank(int d) {
        this.d = d;
    }

    @Override
    public String name() {
        return "rr(" + d + ")";
    }

    @Override
    public String call() {
        return "rr";
    }

    @Override
    public List<String> arguments() {
        return List.of(RANK);
    }

    @Override
    public Structure with(String argument, double value) {
        if (!(value >= 1 && value <= Integer.MAX_VALUE) || value != Math.rint(value))
            throw new GlmmException(
                    ErrorCode.SYNTAX,
                    "found d = "
                            + BigDecimal.valueOf(value).stripTrailingZeros().toPlainString()
                            + " in rr, the number of latent variables, expected a whole number from 1 to the number of effects of a"
                            + " level; d = 2 unless told otherwise");
        return new ReducedRank((int) value);
    }

    @Override
    public String text(String bar) {
        return "rr(" + bar + ", d = " + d + ")";
    }

    @Override
    public void check(List<String> effects) {
        if (d > effects.size())
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "rr with d = " + d + " latent variables has " + effects.size() + " effect"
                            + (effects.size() == 1 ? "" : "s") + " of a level (" + String.join(", ", effects)
                            + "), expected d from 1 to " + effects.size() + ": give fewer, or write us(...)");
    }

    @Override
    public int rank(int q) {
        return Math.min(d, q);
    }

    @Override
    public List<Theta> parameters(int q) {
        List<Theta> parameters = new ArrayList<>();
        for (int col = 1; col <= rank(q); col++)
            for (int row = col; row <= q; row++) parameters.add(Theta.entry("Lambda" + row + "," + col));
        return parameters;
    }

    @Override
    public boolean ownScales() {
        return true;
    }

    @Override
    public boolean contains(String other) {
        return IntStream.rangeClosed(1, d)
                .anyMatch(k -> new ReducedRank(k).name().equals(other));
    }

    @Override
    public void lambda(int q, double[] theta, int from, double[] lambda) {
        Arrays.fill(lambda, 0, q * q, 0);
        int k = from;
        for (int col = 0; col < rank(q); col++) for (int row = col; row < q; row++) lambda[row * q + col] = theta[k++];
    }

    @Override
    public void gradient(int q, double[] theta, int from, double[] g, double[] gradient) {
        int k = from;
        for (int col = 0; col < rank(q); col++) for (int row = col; row < q; row++) gradient[k++] += g[row * q + col];
    }

    /** The first d effects are independent; the others have loadings on all latent variables, as 0 would be a saddle point. */
    @Override
    public void start(int q, double[] sd, double[] theta, int from) {
        fill(q, sd, rank(q), new SplittableRandom(0), theta, from);
    }

    @Override
    public List<double[]> otherStarts(int q, double[] sd) {
        if (rank(q) == q || q == 1) return List.of();
        SplittableRandom random = new SplittableRandom(1);
        List<double[]> starts = new ArrayList<>();
        for (int s = 0; s < STARTS; s++) {
            double[] theta = new double[parameters(q).size()];
            fill(q, sd, 1, random, theta, 0);
            starts.add(theta);
        }
        return starts;
    }

    /** Loadings with the standard deviations given, those of the first {@code fixed} effects diagonal, of the others in random directions. */
    private void fill(int q, double[] sd, int fixed, SplittableRandom random, double[] theta, int from) {
        int rank = rank(q);
        double[][] loadings = new double[q][rank];
        for (int row = 0; row < q; row++) {
            int columns = Math.min(row + 1, rank);
            double length = 0;
            for (int col = 0; col < columns; col++) {
                double value = row < fixed ? (row == col ? 1 : 0) : random.nextDouble() - 0.5;
                loadings[row][col] = value;
                length += value * value;
            }
            for (int col = 0; col < columns; col++) loadings[row][col] *= sd[row] / Math.sqrt(length);
        }
        int k = from;
        for (int col = 0; col < rank; col++) for (int row = col; row < q; row++) theta[k++] = loadings[row][col];
    }

    /** As those of any covariance; the correlations with the first d - 1 effects determine the others, but for signs. */
    @Override
    public List<Told> told(List<String> columns, String label) {
        return Stream.concat(Told.deviations(columns), Told.correlations(columns))
                .toList();
    }

    /** All that are not -1 or 1 whatever theta is: what follows from others has its covariances with them as those have. */
    @Override
    public int parameters(int q, int told) {
        return rank(q) == 1 ? q : told;
    }
}
