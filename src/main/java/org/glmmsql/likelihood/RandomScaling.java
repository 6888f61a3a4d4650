package org.glmmsql.likelihood;

import org.glmmsql.design.Ones;

/**
 * The coordinates in which the effects of one random term are estimated (D24): each column divided by its root mean square, the predictor
 * being a eta of the one in the data's units.
 *
 * <p>Dates and years lie far from 0. Beside an intercept their effects are all but perfectly correlated with its own, and no search
 * finds the way between; so where the covariance has every entry, and the model is the same wherever a column has its 0, such a
 * column is centred at its mean. Others keep the zeros that they have.
 */
public final class RandomScaling {
    /** Standard deviations from 0 that are far. */
    private static final double FAR = 10;
    /** Share of the mean below which a standard deviation is rounding: the column is constant. */
    private static final double CONSTANT = 1e-10;

    private final int intercept;
    private final double[] center;
    private final double[] root;
    private final double factor;

    private RandomScaling(int intercept, double[] center, double[] root, double factor) {
        this.intercept = intercept;
        this.center = center;
        this.root = root;
        this.factor = factor;
    }

    /** Of columns that stay as they are. */
    static RandomScaling none(int q) {
        double[] root = new double[q];
        java.util.Arrays.fill(root, 1);
        return new RandomScaling(-1, new double[q], root, 1);
    }

    /**
     * Scales columns in canonical order in place.
     *
     * @param count how many rows each stands for
     * @param movable whether the covariance is as general in any linear combinations of the columns
     * @param factor a
     */
    static RandomScaling scale(double[][] z, double[] count, boolean movable, double factor) {
        int intercept = -1;
        for (int k = 0; k < z.length && movable; k++) if (z[k] == Ones.of(z[k].length)) intercept = k;
        double[] center = new double[z.length];
        double[] root = new double[z.length];
        for (int k = 0; k < z.length; k++) {
            if (intercept >= 0 && k != intercept) center[k] = center(z[k], count);
            root[k] = ColumnScaling.scale(z[k], center[k], count);
        }
        return new RandomScaling(intercept, center, root, factor);
    }

    /** The mean of a column far from 0 that is not constant, else 0. */
    private static double center(double[] column, double[] count) {
        double mean = ColumnScaling.mean(column, count);
        double squares = 0;
        double n = 0;
        for (int i = 0; i < column.length; i++) {
            double share = column[i] / mean - 1;
            squares += count[i] * share * share;
            n += count[i];
        }
        double relative = Math.sqrt(squares / n);
        return relative > CONSTANT && relative < 1 / FAR ? mean : 0;
    }

    /** A value of column k in the units of the data. */
    public double original(int k, double z) {
        return z * root[k] + center[k];
    }

    /** Effects of the data's columns from those estimated: the linear map T. */
    public double[] unscale(double[] effects) {
        double[] result = new double[effects.length];
        for (int k = 0; k < result.length; k++) result[k] = effects[k] / (root[k] / factor);
        if (intercept >= 0) for (int k = 0; k < result.length; k++) result[intercept] -= center[k] * result[k];
        return result;
    }

    /** T M of a matrix with q rows, row-major. */
    public double[] unscaleRows(double[] matrix) {
        int q = root.length;
        int columns = matrix.length / q;
        double[] result = new double[matrix.length];
        double[] column = new double[q];
        for (int c = 0; c < columns; c++) {
            for (int i = 0; i < q; i++) column[i] = matrix[i * columns + c];
            double[] unscaled = unscale(column);
            for (int i = 0; i < q; i++) result[i * columns + c] = unscaled[i];
        }
        return result;
    }

    /** T V T' of a symmetric matrix, the rows of its lower triangle one after the other. */
    public double[] unscaleCovariance(double[] packed) {
        int q = root.length;
        double[] full = new double[q * q];
        for (int i = 0, at = 0; i < q; i++)
            for (int j = 0; j <= i; j++, at++) full[i * q + j] = full[j * q + i] = packed[at];
        // T (T V)', V being symmetric
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
        for (double r : root) sum -= Math.log(r / factor);
        return sum;
    }
}
