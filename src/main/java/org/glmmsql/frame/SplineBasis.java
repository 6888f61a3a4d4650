package org.glmmsql.frame;

import java.util.Arrays;
import java.util.List;

/**
 * B-splines over knots by de Boor's recurrence (1978), all but the first of them, or those combinations of cubic ones that are linear
 * beyond the ends: the columns of R's {@code bs} and {@code ns}. Beyond the ends the polynomials go on, of natural splines the lines.
 */
public final class SplineBasis {
    private final int order;
    private final boolean natural;
    private final double low;
    private final double high;
    /** With each end as often as the order. */
    private final double[] knots;

    /** By column, the weights of all B-splines. */
    private final double[][] weights;

    /** @param constants the ends, then the knots between them, in ascending order */
    public SplineBasis(List<Double> constants, int degree, boolean natural) {
        this.order = degree + 1;
        this.natural = natural;
        this.low = constants.get(0);
        this.high = constants.get(1);
        int inner = constants.size() - 2;
        knots = new double[inner + 2 * order];
        Arrays.fill(knots, 0, order, low);
        for (int k = 0; k < inner; k++) {
            knots[order + k] = constants.get(2 + k);
        }
        Arrays.fill(knots, order + inner, knots.length, high);
        int all = inner + order;
        weights = natural ? naturalWeights(all) : allButTheFirst(all);
    }

    private static double[][] allButTheFirst(int all) {
        double[][] weights = new double[all - 1][all];
        for (int j = 0; j < all - 1; j++) {
            weights[j][j + 1] = 1;
        }
        return weights;
    }

    /**
     * Combinations without a second derivative at the ends: all but the first two columns of Q of a QR decomposition of these derivatives,
     * by Householder's reflections with the signs of LINPACK, which R has.
     */
    private double[][] naturalWeights(int all) {
        int m = all - 1;
        double[][] columns = new double[2][m];
        for (int i = 0; i < m; i++) {
            columns[0][i] = derivative(i + 1, order, low, interval(low), 2);
            columns[1][i] = derivative(i + 1, order, high, interval(high), 2);
        }
        for (int l = 0; l < 2; l++) {
            double[] column = columns[l];
            double norm = 0;
            for (int i = l; i < m; i++) {
                norm += column[i] * column[i];
            }
            norm = Math.copySign(Math.sqrt(norm), column[l]);
            for (int i = l; i < m && norm != 0; i++) {
                column[i] /= norm;
            }
            column[l] += 1;
            if (l == 0) {
                reflect(column, 0, columns[1]);
            }
        }
        double[][] result = new double[m - 2][all];
        for (int i = 0; i < m; i++) {
            double[] unit = new double[m];
            unit[i] = 1;
            reflect(columns[0], 0, unit);
            reflect(columns[1], 1, unit);
            for (int j = 2; j < m; j++) {
                result[j - 2][i + 1] = unit[j];
            }
        }
        return result;
    }

    private static void reflect(double[] reflection, int from, double[] y) {
        double t = 0;
        for (int i = from; i < y.length; i++) {
            t -= reflection[i] * y[i];
        }
        t /= reflection[from];
        for (int i = from; i < y.length; i++) {
            y[i] += t * reflection[i];
        }
    }

    /** The last i with knots[i] &lt;= x &lt; knots[i + 1]; the first or the last one that is not empty for an x beyond the ends. */
    private int interval(double x) {
        int last = knots.length - order - 1;
        while (last > order - 1 && knots[last] == high) {
            last--;
        }
        int i = order - 1;
        while (i < last && x >= knots[i + 1]) {
            i++;
        }
        return i;
    }

    /** A derivative of B-spline i, by its definition. */
    private double derivative(int i, int k, double x, int interval, int order) {
        if (k == 1) {
            return order == 0 && i == interval ? 1 : 0;
        }
        double left = knots[i + k - 1] - knots[i];
        double right = knots[i + k] - knots[i + 1];
        if (order > 0) {
            double a = left > 0 ? derivative(i, k - 1, x, interval, order - 1) / left : 0;
            double b = right > 0 ? derivative(i + 1, k - 1, x, interval, order - 1) / right : 0;
            return (k - 1) * (a - b);
        }
        double a = left > 0 ? (x - knots[i]) / left * derivative(i, k - 1, x, interval, 0) : 0;
        double b = right > 0 ? (knots[i + k] - x) / right * derivative(i + 1, k - 1, x, interval, 0) : 0;
        return a + b;
    }

    /** A column at x; NaN for NULL, 0 everywhere if the ends are one. */
    public double at(double x, int column) {
        if (Double.isNaN(x)) {
            return x;
        }
        if (!(high > low)) {
            return 0;
        }
        double end = x < low ? low : high;
        if (natural && (x < low || x > high)) {
            return inside(end, column) + (x - end) * slope(end, column);
        }
        return inside(x, column);
    }

    private double inside(double x, int column) {
        int interval = interval(x);
        double[] values = new double[order];
        values[0] = 1;
        for (int k = 1; k < order; k++) {
            double saved = 0;
            for (int r = 0; r < k; r++) {
                double right = knots[interval + r + 1] - x;
                double left = x - knots[interval + 1 - k + r];
                double part = values[r] / (right + left);
                values[r] = saved + right * part;
                saved = left * part;
            }
            values[k] = saved;
        }
        double sum = 0;
        for (int r = 0; r < order; r++) {
            sum += weights[column][interval - order + 1 + r] * values[r];
        }
        return sum;
    }

    private double slope(double x, int column) {
        double sum = 0;
        for (int i = 0; i < weights[column].length; i++) {
            sum += weights[column][i] * derivative(i, order, x, interval(x), 1);
        }
        return sum;
    }
}
