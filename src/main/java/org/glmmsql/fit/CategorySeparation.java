package org.glmmsql.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glmmsql.design.Design;
import org.jspecify.annotations.Nullable;

/**
 * Whether a combination of the columns of X separates ordered categories: every row keeps below the threshold above its category and above
 * the one below it, however far one goes. These are two {@link Separation binary responses} a row, with a column for each threshold.
 */
final class CategorySeparation {
    /** Share of the largest coefficient, times its column, that is nothing. */
    private static final double NOTHING = 1e-3;

    private CategorySeparation() {}

    /** A message that names the columns, null if none separate. */
    static @Nullable String problem(Design design, double[] weights, Runnable cancellation) {
        double[] y = design.response().y();
        int n = design.n();
        int top = design.response().levels().size();
        double[][] columns = design.fixed().columns();
        int p = columns.length;
        // all thresholds but the first, which the intercept is
        double[][] x = new double[p + top - 2][2 * n];
        double[] sign = new double[2 * n];
        double[] weight = new double[2 * n];
        for (int side = 0; side < 2; side++)
            for (int i = 0; i < n; i++) {
                int row = side * n + i;
                int threshold = (int) y[i] - side;
                if (threshold == 0 || threshold == top) continue;
                sign[row] = side == 0 ? -1 : 1;
                weight[row] = weights[i];
                for (int k = 0; k < p; k++) x[k][row] = columns[k][i];
                if (threshold > 1) x[p + threshold - 2][row] = -1;
            }
        Separation separation = new Separation(x, sign, weight, cancellation);
        int separated = separation.rows().cardinality();
        if (separated == 0) return null;
        double[] size = new double[p];
        for (int k = 1; k < p; k++) size[k] = Math.abs(separation.coefficients()[k]) * spread(columns[k], n);
        double largest = Arrays.stream(size).max().orElse(0);
        List<String> names = new ArrayList<>();
        for (int k = 1; k < p; k++)
            if (size[k] > NOTHING * largest) names.add(design.fixed().names().get(k));
        return "columns " + String.join(", ", names) + " separate the ordered categories of '"
                + design.response().name() + "': in the limit of infinite estimates " + separated
                + " of the comparisons of a row with a threshold are fitted perfectly, and there is no maximum; merge categories, or merge or"
                + " drop levels or columns";
    }

    private static double spread(double[] column, int n) {
        double low = Double.POSITIVE_INFINITY;
        double high = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            low = Math.min(low, column[i]);
            high = Math.max(high, column[i]);
        }
        return high - low;
    }
}
