package org.glmmsql.likelihood;

import java.util.List;

/**
 * Centring and scaling of model-matrix columns, so that the numbers of the optimizer do not depend on the units of the data: with an
 * intercept columns are centred at their mean and divided by their standard deviation, else divided by their root mean square.
 *
 * @param intercept index of the intercept, or -1
 */
public record ColumnScaling(int intercept, double[] center, double[] scale) {

    /**
     * Scales columns in canonical order in place: sums then have the same bits in whatever order the rows came.
     *
     * @param count how many rows each stands for
     */
    static ColumnScaling scale(List<String> names, double[][] columns, double[] count) {
        int intercept = names.indexOf("(Intercept)");
        double[] center = new double[columns.length];
        double[] scale = new double[columns.length];
        for (int k = 0; k < columns.length; k++) {
            if (k == intercept) {
                scale[k] = 1;
                continue;
            }
            if (intercept >= 0) center[k] = mean(columns[k], count);
            scale[k] = scale(columns[k], center[k], count);
        }
        return new ColumnScaling(intercept, center, scale);
    }

    /**
     * Subtracts the center and divides by the root mean square about it, in place, unless that is 0 or infinite. What is centred and scaled
     * already is not written to: it may be shared.
     *
     * @return what it was divided by
     */
    static double scale(double[] column, double center, double[] count) {
        if (center != 0) for (int i = 0; i < column.length; i++) column[i] -= center;
        double squares = 0;
        double n = 0;
        for (int i = 0; i < column.length; i++) {
            squares += count[i] * column[i] * column[i];
            n += count[i];
        }
        double root = Math.sqrt(squares / n);
        if (!(root > 0 && root < Double.POSITIVE_INFINITY)) return 1;
        if (root != 1) for (int i = 0; i < column.length; i++) column[i] /= root;
        return root;
    }

    private static double mean(double[] column, double[] count) {
        double sum = 0;
        double n = 0;
        for (int i = 0; i < column.length; i++) {
            sum += count[i] * column[i];
            n += count[i];
        }
        return sum / n;
    }

    /** Coefficients of the unscaled columns from those of the scaled ones. */
    public double[] unscale(double[] coefficients) {
        double[] result = new double[scale.length];
        for (int k = 0; k < scale.length; k++) result[k] = coefficients[k] / scale[k];
        if (intercept >= 0)
            for (int k = 0; k < scale.length; k++) if (k != intercept) result[intercept] -= center[k] * result[k];
        return result;
    }

    /** Derivatives by the coefficients of the unscaled columns from those by the scaled ones. */
    public double[] unscaleSlopes(double[] slopes) {
        double[] result = new double[scale.length];
        for (int k = 0; k < scale.length; k++) {
            result[k] = slopes[k] * scale[k];
            if (intercept >= 0 && k != intercept) result[k] += slopes[intercept] * center[k];
        }
        return result;
    }

    /** T V T' where T is the linear map of {@link #unscale}. */
    public double[][] unscaleCovariance(double[][] v) {
        int p = scale.length;
        double[][] half = new double[p][];
        for (int i = 0; i < p; i++) half[i] = unscale(v[i]);
        double[][] result = new double[p][p];
        for (int j = 0; j < p; j++) {
            double[] column = new double[p];
            for (int i = 0; i < p; i++) column[i] = half[i][j];
            column = unscale(column);
            for (int i = 0; i < p; i++) result[i][j] = column[i];
        }
        return result;
    }

    /** log |det T|, what a determinant of X'..X gains by the scaling. */
    public double logDeterminant() {
        double sum = 0;
        for (double s : scale) sum -= Math.log(s);
        return sum;
    }
}
