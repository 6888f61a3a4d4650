package org.glmmsql.likelihood;

import java.util.List;

/**
 * Centring and scaling of model-matrix columns, so that the numbers of the optimizer do not depend on the units of the data: with an
 * intercept columns are centred at their mean and divided by their standard deviation, else divided by their root mean square.
 *
 * @param intercept index of the intercept, or -1
 */
public record ColumnScaling(int intercept, double[] center, double[] scale) {

    /** @param rows the rows in canonical order: sums then have the same bits in whatever order they came */
    static ColumnScaling of(List<String> names, double[][] columns, int[] rows) {
        int intercept = names.indexOf("(Intercept)");
        double[] center = new double[columns.length];
        double[] scale = new double[columns.length];
        for (int k = 0; k < columns.length; k++) {
            double sum = 0;
            for (int row : rows) sum += columns[k][row];
            if (intercept >= 0 && k != intercept) center[k] = sum / rows.length;
            scale[k] = k == intercept ? 1 : rootMeanSquare(columns[k], center[k], rows);
        }
        return new ColumnScaling(intercept, center, scale);
    }

    static double rootMeanSquare(double[] column, double center, int[] rows) {
        double squares = 0;
        for (int row : rows) squares += (column[row] - center) * (column[row] - center);
        double scale = Math.sqrt(squares / rows.length);
        return scale > 0 && scale < Double.POSITIVE_INFINITY ? scale : 1;
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
