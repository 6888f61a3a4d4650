package org.glmmsql.likelihood;

import java.util.Arrays;
import org.glmmsql.parallel.Parts;

/**
 * Cholesky factor A = U' U of a dense symmetric positive definite n x n matrix: log-determinant, solutions, inverse.
 *
 * <p>The three cubic steps (U, W = U^-T, and A^-1 = W' W) are sums of multiples of rows, and {@link #add4} does them all: four rows,
 * each an array of its own and read at the same index, which is the form that C2 turns into vector instructions. Rows are treated in
 * panels, columns in tiles, so that a tile of four rows stays in the first-level cache while the whole panel uses it. Of U, threads share
 * the rows of each panel; of W and A^-1, blocks of columns, in one round each. Every sum has one order, whatever the number of threads.
 */
final class DenseCholesky {
    private static final int PANEL = 32;
    private static final int TILE = 256;
    /** Below this size threads cost more than they bring. */
    private static final int PARALLEL_SIZE = 200;

    /** Rows of the matrix, of which the upper triangle is read; then of U. What is below the diagonal is scratch. */
    final double[][] a;
    /** Rows of the inverse, full, after {@link #invert}. */
    final double[][] inverse;

    private final int n;
    private final int threads;
    private final Checkpoint checkpoint;
    /** For each thread, the rows of the panel it is at, while sums go into them. */
    private final double[][][] panels;

    private final double[] inverseDiagonal;

    DenseCholesky(int n, int threads, Checkpoint checkpoint) {
        this.n = n;
        this.checkpoint = checkpoint;
        this.threads = n < PARALLEL_SIZE ? 1 : Math.min(threads, PANEL / 4);
        a = new double[n][n];
        inverse = new double[n][n];
        panels = new double[this.threads][Math.min(n, PANEL)][n];
        inverseDiagonal = new double[n];
    }

    /** Replaces A by U. @return false if A is not positive definite */
    boolean factor() {
        double[][] panel = panels[0];
        for (int first = 0; first < n; first += PANEL) {
            int top = first;
            int last = Math.min(n, first + PANEL);
            int parts = Math.min(threads, last - first);
            Parts.forEach(threads, parts, (thread, part) -> {
                int begin = top + (last - top) * part / parts;
                int end = top + (last - top) * (part + 1) / parts;
                for (int i = begin; i < end; i++) System.arraycopy(a[i], i, panel[i - top], i, n - i);
                addToPanel(panel, top, -1, a, a, 0, top, begin, end, top, n);
            });
            for (int i = first; i < last; i++) {
                double[] row = panel[i - first];
                for (int k = first; k < i; k++) add(-a[k][i], a[k], row, i, n);
                if (!(row[i] > 0) || row[i] == Double.POSITIVE_INFINITY) return false;
                scale(1 / Math.sqrt(row[i]), row, i, n, a[i]);
            }
            checkpoint.after((long) first * (last - first) * (n - first));
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
        forEachBlock(this::invertFactor);
        forEachBlock(this::multiplyInverseFactor);
        forEachBlock(this::copyInverse);
    }

    /** The columns left..right-1 of W = U^-T, lower triangular with zeros above, in the place of the inverse. */
    private void invertFactor(double[][] panel, int left, int right) {
        double[][] w = inverse;
        for (int first = left; first < n; first += PANEL) {
            int last = Math.min(n, first + PANEL);
            int end = Math.min(right, last);
            for (int i = first; i < last; i++) Arrays.fill(panel[i - first], left, end, 0);
            // columns of a tile begin in the row of the tile's number: rows above are zero there
            for (int tile = left; tile < Math.min(right, first); tile += TILE)
                addToPanel(
                        panel,
                        first,
                        -1,
                        a,
                        w,
                        tile,
                        first,
                        first,
                        last,
                        tile,
                        Math.min(Math.min(right, first), tile + TILE));
            for (int i = first; i < last; i++) {
                double[] row = panel[i - first];
                for (int k = first; k < i; k++) add(-a[k][i], w[k], row, left, Math.min(right, k + 1));
                if (i < right) {
                    row[i] = 1;
                    Arrays.fill(w[i], i + 1, right, 0);
                }
                scale(1 / a[i][i], row, left, Math.min(right, i + 1), w[i]);
            }
            askWithin(left, (long) (last - left) * (last - first) * (end - left));
        }
    }

    /** The columns left..right-1 of the lower triangle of W' W, below the diagonal of U and beside it. */
    private void multiplyInverseFactor(double[][] panel, int left, int right) {
        double[][] w = inverse;
        for (int first = left; first < n; first += PANEL) {
            int last = Math.min(n, first + PANEL);
            int end = Math.min(right, last);
            for (int i = first; i < last; i++) Arrays.fill(panel[i - first], left, end, 0);
            addToPanel(panel, first, 1, w, w, first, n, first, last, left, end);
            for (int i = first; i < last; i++) {
                System.arraycopy(panel[i - first], left, a[i], left, Math.min(right, i) - left);
                if (i < right) inverseDiagonal[i] = panel[i - first][i];
            }
            askWithin(left, (long) (n - first) * (last - first) * (end - left));
        }
    }

    /** The blocks take equal time, so the first of them asks for all whether to go on. */
    private void askWithin(int left, long work) {
        if (left == 0) checkpoint.after(work);
    }

    /** The columns left..right-1 of the inverse, in both triangles. */
    private void copyInverse(double[][] panel, int left, int right) {
        for (int i = 0; i < right; i++) for (int j = Math.max(left, i + 1); j < right; j++) inverse[i][j] = a[j][i];
        for (int i = left; i < n; i++) {
            System.arraycopy(a[i], left, inverse[i], left, Math.min(right, i) - left);
            if (i < right) inverse[i][i] = inverseDiagonal[i];
        }
    }

    /** Does the step for as many blocks of columns as there are threads, with equal work: a column of n rows takes n^2 of it. */
    private void forEachBlock(BlockStep step) {
        Parts.forEach(
                threads,
                threads,
                (thread, block) -> step.apply(panels[thread], blockStart(block), blockStart(block + 1)));
    }

    private int blockStart(int block) {
        double share = (double) block / threads;
        return Math.min(n, PANEL * (int) Math.ceil(n * (1 - Math.cbrt(1 - share)) / PANEL));
    }

    private interface BlockStep {
        void apply(double[][] panel, int left, int right);
    }

    /**
     * Row i of begin..end-1, in the panel that begins with the row first, += sign * sum of coefficient[k][i] * rows[k] over k in from..to-1,
     * in columns left..right-1.
     */
    private static void addToPanel(
            double[][] panel,
            int first,
            double sign,
            double[][] coefficient,
            double[][] rows,
            int from,
            int to,
            int begin,
            int end,
            int left,
            int right) {
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
        }
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
