package org.glmmsql.likelihood;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Cholesky factor A = U' U of a dense symmetric positive definite n x n matrix: log-determinant, solutions, inverse.
 *
 * <p>The three cubic steps (U, W = U^-T, and A^-1 = W' W) are sums of multiples of rows, and {@link #add4} does them all: four rows,
 * each an array of its own and read at the same index, which is the form that C2 turns into vector instructions. Rows are treated in
 * panels, so that a tile of four rows stays in the first-level cache while the whole panel uses it. Every sum has one order, whatever
 * the number of threads.
 */
final class DenseCholesky {
    private static final int PANEL = 32;
    private static final int TILE = 256;
    /** Below this size threads cost more than they bring. */
    private static final int PARALLEL_SIZE = 200;

    /** Rows of the matrix, of which the upper triangle is read; then of U. */
    final double[][] a;
    /** Rows of the inverse, full, after {@link #invert}. */
    final double[][] inverse;

    private final int n;
    private final int threads;
    private final Checkpoint checkpoint;
    /** The rows of one panel while sums go into them. */
    private final double[][] panel;

    DenseCholesky(int n, int threads, Checkpoint checkpoint) {
        this.n = n;
        this.checkpoint = checkpoint;
        this.threads = n < PARALLEL_SIZE ? 1 : Math.min(threads, PANEL / 4);
        a = new double[n][n];
        inverse = new double[n][n];
        panel = new double[Math.min(n, PANEL)][n];
    }

    /** Replaces A by U. @return false if A is not positive definite */
    boolean factor() {
        for (int first = 0; first < n; first += PANEL) {
            int last = Math.min(n, first + PANEL);
            for (int i = first; i < last; i++) System.arraycopy(a[i], i, panel[i - first], i, n - i);
            addToPanel(-1, a, a, 0, first, first, last, first, n);
            for (int i = first; i < last; i++) {
                double[] row = panel[i - first];
                for (int k = first; k < i; k++) add(-a[k][i], a[k], row, i, n);
                if (!(row[i] > 0) || row[i] == Double.POSITIVE_INFINITY) return false;
                scale(1 / Math.sqrt(row[i]), row, i, n, a[i]);
            }
        }
        return true;
    }

    /** log det of the leading block without the last {@code without} rows. */
    double logDet(int without) {
        double sum = 0;
        for (int i = 0; i < n - without; i++) sum += Math.log(a[i][i]);
        return 2 * sum;
    }

    /** x := A^-1 x for the n entries of x from {@code at}. */
    void solve(double[] x, int at) {
        for (int k = 0; k < n; k++) {
            double[] row = a[k];
            double v = x[at + k] / row[k];
            x[at + k] = v;
            for (int j = k + 1; j < n; j++) x[at + j] -= row[j] * v;
        }
        for (int k = n - 1; k >= 0; k--) {
            double[] row = a[k];
            double sum = x[at + k];
            for (int j = k + 1; j < n; j++) sum -= row[j] * x[at + j];
            x[at + k] = sum / row[k];
        }
    }

    /** Computes A^-1. */
    void invert() {
        invertFactor();
        double[][] w = inverse;
        for (int first = 0; first < n; first += PANEL) {
            int last = Math.min(n, first + PANEL);
            for (int i = first; i < last; i++) Arrays.fill(panel[i - first], 0, last, 0);
            addToPanel(1, w, w, first, n, first, last, 0, last);
            for (int i = first; i < last; i++) System.arraycopy(panel[i - first], 0, w[i], 0, i + 1);
        }
        for (int i = 0; i < n; i++) for (int j = i + 1; j < n; j++) w[i][j] = w[j][i];
    }

    /** W = U^-T, lower triangular with zeros above, in the place of the inverse. */
    private void invertFactor() {
        double[][] w = inverse;
        for (int first = 0; first < n; first += PANEL) {
            int last = Math.min(n, first + PANEL);
            for (int i = first; i < last; i++) Arrays.fill(panel[i - first], 0, last, 0);
            // columns of a tile begin in the row of the tile's number: rows above are zero there
            for (int left = 0; left < first; left += TILE)
                addToPanel(-1, a, w, left, first, first, last, left, Math.min(first, left + TILE));
            for (int i = first; i < last; i++) {
                double[] row = panel[i - first];
                for (int k = first; k < i; k++) add(-a[k][i], w[k], row, 0, k + 1);
                row[i] = 1;
                scale(1 / a[i][i], row, 0, i + 1, w[i]);
                Arrays.fill(w[i], i + 1, n, 0);
            }
        }
    }

    /** Row i of the panel first..last-1 += sign * sum of coefficient[k][i] * rows[k] over k in from..to-1, in columns left..right-1. */
    private void addToPanel(
            double sign,
            double[][] coefficient,
            double[][] rows,
            int from,
            int to,
            int first,
            int last,
            int left,
            int right) {
        if (from >= to) return;
        int parts = Math.min(threads, last - first);
        IntStream range = IntStream.range(0, parts);
        if (parts > 1) range = range.parallel();
        range.forEach(part -> {
            int begin = first + (last - first) * part / parts;
            int end = first + (last - first) * (part + 1) / parts;
            for (int tile = left; tile < right; tile += TILE) {
                int tileEnd = Math.min(right, tile + TILE);
                int k = from;
                for (; k + 4 <= to; k += 4) {
                    double[] r0 = rows[k];
                    double[] r1 = rows[k + 1];
                    double[] r2 = rows[k + 2];
                    double[] r3 = rows[k + 3];
                    double[] c0 = coefficient[k];
                    double[] c1 = coefficient[k + 1];
                    double[] c2 = coefficient[k + 2];
                    double[] c3 = coefficient[k + 3];
                    for (int i = begin; i < end; i++)
                        add4(
                                sign * c0[i],
                                sign * c1[i],
                                sign * c2[i],
                                sign * c3[i],
                                r0,
                                r1,
                                r2,
                                r3,
                                panel[i - first],
                                tile,
                                tileEnd);
                }
                for (; k < to; k++)
                    for (int i = begin; i < end; i++)
                        add(sign * coefficient[k][i], rows[k], panel[i - first], tile, tileEnd);
                // the parts are of one size, so one of them asks for all
                if (part == 0) checkpoint.after((long) (to - from) * (end - begin) * (tileEnd - tile));
            }
        });
    }

    /** The one hot loop of this class. */
    private static void add4(
            double c0,
            double c1,
            double c2,
            double c3,
            double[] r0,
            double[] r1,
            double[] r2,
            double[] r3,
            double[] to,
            int left,
            int right) {
        for (int j = left; j < right; j++) to[j] += (c0 * r0[j] + c1 * r1[j]) + (c2 * r2[j] + c3 * r3[j]);
    }

    private static void add(double c, double[] row, double[] to, int left, int right) {
        for (int j = left; j < right; j++) to[j] += c * row[j];
    }

    private static void scale(double c, double[] row, int left, int right, double[] to) {
        for (int j = left; j < right; j++) to[j] = c * row[j];
    }
}
