package org.glmmsql.frame;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.CodingMatrix;

/** Codings of a factor of k levels by k - 1 columns, as R's {@code contr.*}. */
public enum Contrasts {
    /** Indicators of all levels but the first. */
    TREATMENT,
    /** Deviations from the mean of the levels; the last level is minus the sum of the others. */
    SUM {
        @Override
        double weight(int level, int column, int k) {
            return level == k - 1 ? -1 : level == column ? 1 : 0;
        }
    },
    /** Each level against the mean of those before it. */
    HELMERT {
        @Override
        double weight(int level, int column, int k) {
            return level <= column ? -1 : level == column + 1 ? column + 1 : 0;
        }
    },
    /** Orthonormal polynomials of the level number. */
    POLY {
        @Override
        double[][] weights(int k) {
            if (k > MOST_POLYNOMIAL) {
                throw new GlmmException(
                        ErrorCode.NOT_APPLICABLE,
                        "contrasts = poly for a factor of " + k
                                + " levels, whose polynomials no double can hold; it goes up to " + MOST_POLYNOMIAL
                                + " levels, use another coding or poly(x, 3) of a number");
            }
            OrthogonalPolynomial polynomial = OrthogonalPolynomial.over(i -> i, k, k - 1);
            double[][] weights = new double[k - 1][k];
            for (int column = 0; column < k - 1; column++) {
                for (int level = 0; level < k; level++) {
                    weights[column][level] = polynomial.at(level, column + 1);
                }
            }
            return weights;
        }

        @Override
        String suffix(int column, List<String> levels) {
            return column < 3 ? List.of(".L", ".Q", ".C").get(column) : "^" + (column + 1);
        }
    };

    /** By the name in a model text or recipe: treatment, sum, helmert, poly. */
    public static Contrasts named(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }

    /** Whether a model text or recipe may say so: a name, or a {@link CodingMatrix}. */
    public static boolean isCoding(String coding) {
        return isName(coding) || CodingMatrix.parse(coding).isPresent();
    }

    private static boolean isName(String name) {
        return Arrays.stream(values())
                .anyMatch(contrasts -> contrasts.name().toLowerCase(Locale.ROOT).equals(name));
    }

    /**
     * The k - 1 columns of a coding.
     *
     * @param factor whose levels these are
     * @throws GlmmException as {@link #columns(List)}; NOT_APPLICABLE for a matrix of another number of levels
     */
    public static List<CodedColumn> columns(String coding, String factor, List<String> levels) {
        if (isName(coding)) {
            return named(coding).columns(levels);
        }
        double[][] weights = CodingMatrix.parse(coding).orElseThrow();
        if (weights.length + 1 != levels.size()) {
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "contrasts = (" + factor + ": '" + coding + "') is a coding of " + (weights.length + 1)
                            + " levels, and '" + factor + "' has " + levels.size() + ": " + Excerpt.list(levels)
                            + "; give a column for each level but one, with a number for every level");
        }
        List<CodedColumn> columns = new ArrayList<>();
        for (int j = 0; j < weights.length; j++) {
            columns.add(new CodedColumn(Integer.toString(j + 1), -1, weights[j]));
        }
        return columns;
    }

    /** As in R, where more would be rounding errors. */
    private static final int MOST_POLYNOMIAL = 95;

    /** The value of a column for a level. */
    double weight(int level, int column, int k) {
        throw new UnsupportedOperationException(name());
    }

    /** Values by column and level. */
    double[][] weights(int k) {
        double[][] weights = new double[k - 1][k];
        for (int column = 0; column < k - 1; column++) {
            for (int level = 0; level < k; level++) {
                weights[column][level] = weight(level, column, k);
            }
        }
        return weights;
    }

    /** What a column's name adds to the factor's. */
    String suffix(int column, List<String> levels) {
        return Integer.toString(column + 1);
    }

    /** The k - 1 columns of the coding. @throws GlmmException MEMORY, NOT_APPLICABLE for polynomials of too many levels */
    public List<CodedColumn> columns(List<String> levels) {
        int k = levels.size();
        if (this == TREATMENT) {
            return k < 2 ? List.of() : indicators(levels).subList(1, k);
        }
        if (k < 2) {
            return List.of();
        }
        MemoryBudget.require((long) k * k * Double.BYTES, "contrasts of a factor of " + k + " levels need");
        double[][] weights = weights(k);
        List<CodedColumn> columns = new ArrayList<>();
        for (int j = 0; j < weights.length; j++) {
            columns.add(new CodedColumn(suffix(j, levels), -1, weights[j]));
        }
        return columns;
    }

    /** Indicators of all k levels, for a factor that nothing else in the formula spans. */
    public static List<CodedColumn> indicators(List<String> levels) {
        List<CodedColumn> columns = new ArrayList<>();
        for (int level = 0; level < levels.size(); level++) {
            columns.add(new CodedColumn(levels.get(level), level, new double[0]));
        }
        return columns;
    }

    /**
     * One column that a factor becomes.
     *
     * @param suffix what its name adds to the factor's
     * @param level the one level where it is 1, and 0 elsewhere; -1 if it has weights
     * @param weights value by level; empty for an indicator
     */
    public record CodedColumn(String suffix, int level, double[] weights) {}
}
