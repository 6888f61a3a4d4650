package org.glmmsql.likelihood;

import java.util.Arrays;

/**
 * The coordinates in which the effects of one random term are estimated (D24): each column divided by its root mean square, the predictor
 * being a eta of the one in the data's units.
 *
 * <p>Dates and years lie far from 0: beside an intercept their effects are all but perfectly correlated with its own, and no search
 * finds the way between. So where the covariance has every entry, and the model is the same in any linear combinations of the columns,
 * a column that is nearly one of those before it becomes what is left of it beside them. Others keep the zeros that they have.
 */
public final class RandomScaling {
    /** Share of a column beyond the earlier ones below which it is nearly a combination of them. */
    private static final double NEAR = 0.1;
    /** Share below which it is one, but for rounding: then the model is not identified, and the column stays. */
    private static final double DEPENDENT = 1e-10;
    /** The first leaves rounding of what it takes away, the others of what is left. */
    private static final int PASSES = 3;

    /** Root mean squares of the data's columns. */
    private final double[] size;
    /** What a column, or the rest of it, was divided by, over a. */
    private final double[] scale;
    /** The part of column k that is scaled column j < k, over a. */
    private final double[][] part;
    /** Whether some part is not 0. */
    private final boolean mixes;

    private RandomScaling(double[] size, double[] scale, double[][] part) {
        this.size = size;
        this.scale = scale;
        this.part = part;
        mixes = Arrays.stream(part).anyMatch(row -> Arrays.stream(row).anyMatch(v -> v != 0));
    }

    /** Of columns that stay as they are. */
    static RandomScaling none(double[][] z, double[] count) {
        double[] size = new double[z.length];
        for (int k = 0; k < z.length; k++) size[k] = ColumnScaling.rootMeanSquare(z[k], count);
        double[] one = new double[z.length];
        Arrays.fill(one, 1);
        return new RandomScaling(size, one, new double[z.length][z.length]);
    }

    /** Divides all columns by their root mean square. */
    static RandomScaling shared(double[][] z, double[] count, double factor) {
        RandomScaling own = none(z, count);
        double by = ColumnScaling.rootMeanSquare(z, count);
        for (int k = 0; k < z.length; k++) {
            z[k] = Arrays.stream(z[k]).map(v -> v / by).toArray();
            own.scale[k] = by / factor;
        }
        return own;
    }

    /**
     * Scales columns in canonical order; those that change are replaced or written to.
     *
     * @param count how many rows each stands for
     * @param free whether the covariance is as general in any linear combinations of the columns
     * @param factor a
     */
    static RandomScaling scale(double[][] z, double[] count, boolean free, double factor) {
        int q = z.length;
        double[] size = new double[q];
        double[] scale = new double[q];
        double[][] part = new double[q][q];
        // lower triangle: of the scaled columns' mean products
        double[][] cholesky = new double[q][q];
        for (int k = 0; k < q; k++) {
            size[k] = ColumnScaling.rootMeanSquare(z[k], count);
            cholesky[k][k] = 1;
            if (free && k > 0 && size[k] > 0) {
                double[] w = forward(cholesky, meanProducts(z, k, z[k], count));
                double rest = 1;
                for (double v : w) rest -= v / size[k] * (v / size[k]);
                if (rest < NEAR * NEAR) {
                    reduce(z, k, count, cholesky, part[k], size[k]);
                } else {
                    for (int j = 0; j < k; j++) cholesky[k][j] = w[j] / size[k];
                    cholesky[k][k] = Math.sqrt(rest);
                }
            }
            scale[k] = ColumnScaling.scale(z[k], 0, count) / factor;
            for (int j = 0; j < k; j++) part[k][j] /= factor;
        }
        return new RandomScaling(size, scale, part);
    }

    /** What is left of column k beside the earlier ones takes its place, unless nothing is. */
    private static void reduce(double[][] z, int k, double[] count, double[][] cholesky, double[] part, double size) {
        double[] rest = z[k].clone();
        for (int pass = 0; pass < PASSES; pass++) {
            double[] c = backward(cholesky, forward(cholesky, meanProducts(z, k, rest, count)));
            for (int j = 0; j < k; j++) {
                part[j] += c[j];
                for (int i = 0; i < rest.length; i++) rest[i] -= c[j] * z[j][i];
            }
        }
        if (ColumnScaling.rootMeanSquare(rest, count) > DEPENDENT * size) z[k] = rest;
        else Arrays.fill(part, 0);
    }

    /** With the first k columns. */
    private static double[] meanProducts(double[][] z, int k, double[] column, double[] count) {
        double[] result = new double[k];
        double n = 0;
        for (double c : count) n += c;
        for (int j = 0; j < k; j++) {
            double sum = 0;
            for (int i = 0; i < column.length; i++) sum += count[i] * z[j][i] * column[i];
            result[j] = sum / n;
        }
        return result;
    }

    /** L^-1 v. */
    private static double[] forward(double[][] l, double[] v) {
        double[] x = v.clone();
        for (int i = 0; i < x.length; i++) {
            for (int j = 0; j < i; j++) x[i] -= l[i][j] * x[j];
            x[i] /= l[i][i];
        }
        return x;
    }

    /** L^-T v. */
    private static double[] backward(double[][] l, double[] v) {
        double[] x = v.clone();
        for (int i = x.length - 1; i >= 0; i--) {
            for (int j = i + 1; j < x.length; j++) x[i] -= l[j][i] * x[j];
            x[i] /= l[i][i];
        }
        return x;
    }

    /** Root mean square of column k of the data. */
    public double size(int k) {
        return size[k];
    }

    /** Effects of the data's columns from those estimated: the linear map T. */
    public double[] unscale(double[] effects) {
        double[] result = effects.clone();
        for (int k = result.length - 1; k >= 0; k--) {
            for (int j = k + 1; mixes && j < result.length; j++)
                if (part[j][k] != 0) result[k] -= part[j][k] * result[j];
            result[k] /= scale[k];
        }
        return result;
    }

    /** Effects in the coordinates of the estimation from those of the data's columns: the inverse of {@link #unscale}. */
    public double[] scaled(double[] effects) {
        double[] result = new double[effects.length];
        for (int k = 0; k < result.length; k++) {
            result[k] = scale[k] * effects[k];
            for (int j = k + 1; j < result.length; j++) result[k] += part[j][k] * effects[j];
        }
        return result;
    }

    /** T M of a matrix with q rows, row-major. */
    public double[] unscaleRows(double[] matrix) {
        int columns = matrix.length / scale.length;
        double[] result = matrix.clone();
        for (int k = scale.length - 1; k >= 0; k--) {
            for (int c = 0; c < columns; c++) {
                int at = k * columns + c;
                for (int j = k + 1; mixes && j < scale.length; j++)
                    if (part[j][k] != 0) result[at] -= part[j][k] * result[j * columns + c];
                result[at] /= scale[k];
            }
        }
        return result;
    }

    /** T V T' of a symmetric matrix, the rows of its lower triangle one after the other. */
    public double[] unscaleCovariance(double[] packed) {
        int q = scale.length;
        if (q == 1) return new double[] {packed[0] / scale[0] / scale[0]};
        double[] full = new double[q * q];
        for (int i = 0, at = 0; i < q; i++)
            for (int j = 0; j <= i; j++, at++) full[i * q + j] = full[j * q + i] = packed[at];
        double[] half = unscaleRows(full);
        double[] transposed = new double[q * q];
        for (int i = 0; i < q; i++) for (int j = 0; j < q; j++) transposed[j * q + i] = half[i * q + j];
        double[] unscaled = unscaleRows(transposed);
        double[] result = new double[packed.length];
        for (int i = 0, at = 0; i < q; i++) for (int j = 0; j <= i; j++, at++) result[at] = unscaled[i * q + j];
        return result;
    }

    /** log |det T|. */
    double logDeterminant() {
        double sum = 0;
        for (double s : scale) sum -= Math.log(s);
        return sum;
    }
}
