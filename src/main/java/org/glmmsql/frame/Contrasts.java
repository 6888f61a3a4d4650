package org.glmmsql.frame;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Codings of a factor of k levels by k - 1 columns, as R's {@code contr.*}. */
public enum Contrasts {
    /** Indicators of all levels but the first. */
    TREATMENT {
        @Override
        double weight(int level, int column, int k) {
            return level == column + 1 ? 1 : 0;
        }

        @Override
        String suffix(int column, List<String> levels) {
            return levels.get(column + 1);
        }
    },
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
        double weight(int level, int column, int k) {
            return OrthogonalPolynomial.over(i -> i, k, column + 1).at(level, column + 1);
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

    abstract double weight(int level, int column, int k);

    /** What a column's name adds to the factor's. */
    String suffix(int column, List<String> levels) {
        return Integer.toString(column + 1);
    }

    /** The k - 1 columns of the coding. */
    public List<CodedColumn> columns(List<String> levels) {
        List<CodedColumn> columns = new ArrayList<>();
        for (int j = 0; j < levels.size() - 1; j++) {
            double[] weights = new double[levels.size()];
            for (int level = 0; level < weights.length; level++) {
                weights[level] = weight(level, j, weights.length);
            }
            columns.add(new CodedColumn(suffix(j, levels), weights));
        }
        return columns;
    }

    /** Indicators of all k levels, for a factor that nothing else in the formula spans. */
    public static List<CodedColumn> indicators(List<String> levels) {
        List<CodedColumn> columns = new ArrayList<>();
        for (int level = 0; level < levels.size(); level++) {
            double[] weights = new double[levels.size()];
            weights[level] = 1;
            columns.add(new CodedColumn(levels.get(level), weights));
        }
        return columns;
    }

    /**
     * One column that a factor becomes.
     *
     * @param suffix what its name adds to the factor's
     * @param weights value by level
     */
    public record CodedColumn(String suffix, double[] weights) {}
}
