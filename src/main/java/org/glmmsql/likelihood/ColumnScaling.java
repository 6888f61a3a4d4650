package org.glmmsql.likelihood;

import java.util.List;

/**
 * The coordinates in which coefficients are estimated, so that the numbers of the optimizer depend neither on the units of the data nor
 * on collinear columns (D24): with an intercept columns are centred at their mean and divided by their standard deviation, else divided by
 * their root mean square, and then made orthogonal; the predictor is a eta + b of the one in the data's units.
 */
public final class ColumnScaling {
    private final int intercept;
    private final double[] center;
    /** What a column was divided by, over the a of the linear predictor. */
    private final double[] scale;
    /** Of the scaled columns X = Q R, in the order {@link #order}. */
    private final double[][] r;

    private final int[] order;
    /** What the intercept gains on the way back. */
    private final double shift;

    private ColumnScaling(int intercept, double[] center, double[] scale, double[][] r, int[] order, double shift) {
        this.intercept = intercept;
        this.center = center;
        this.scale = scale;
        this.r = r;
        this.order = order;
        this.shift = shift;
    }

    /** No columns. */
    static ColumnScaling none() {
        return new ColumnScaling(-1, new double[0], new double[0], new double[0][], new int[0], 0);
    }

    /** An intercept alone. */
    static ColumnScaling constant(double shift) {
        return new ColumnScaling(0, new double[1], new double[] {1}, new double[][] {{1}}, new int[] {0}, shift);
    }

    /**
     * Scales columns in canonical order in place: sums then have the same bits in whatever order the rows came.
     *
     * @param count how many rows each stands for
     * @param factor a of the data's linear predictor a eta + b
     * @param shift b, which only an intercept can take: 0 without one
     */
    static ColumnScaling scale(List<String> names, double[][] columns, double[] count, double factor, double shift) {
        int intercept = names.indexOf("(Intercept)");
        double[] center = new double[columns.length];
        double[] scale = new double[columns.length];
        // what is constant one already may be a shared array: it is not written to
        int constant = intercept;
        for (int k = 0; k < columns.length; k++) {
            scale[k] = 1;
            if (k == intercept) continue;
            if (intercept >= 0) center[k] = mean(columns[k], count);
            else if (constant < 0 && CanonicalOrder.constant(columns[k], columns[k].length)) constant = k;
            scale[k] = scale(columns[k], center[k], count);
        }
        OrthogonalColumns orthogonal = new OrthogonalColumns(columns, count, constant);
        for (int k = 0; k < scale.length; k++) scale[k] /= factor;
        return new ColumnScaling(intercept, center, scale, orthogonal.r(), orthogonal.order(), shift);
    }

    /**
     * Subtracts the center and divides by the root mean square about it, in place, unless that is 0 or infinite. What is centred and scaled
     * already is not written to: it may be shared.
     *
     * @return what it was divided by
     */
    static double scale(double[] column, double center, double[] count) {
        if (center != 0) for (int i = 0; i < column.length; i++) column[i] -= center;
        double root = rootMeanSquare(column, count);
        if (!(root > 0 && root < Double.POSITIVE_INFINITY)) return 1;
        if (root != 1) for (int i = 0; i < column.length; i++) column[i] /= root;
        return root;
    }

    /** Of numbers of any size: their squares may be out of a double's range. */
    static double rootMeanSquare(double[] column, double[] count) {
        double root = rootMeanSquare(column, 1, count);
        // the common range needs no rescue
        if (root > 1e-100 && root < 1e100) return root;
        double largest = 0;
        for (double v : column) largest = Math.max(largest, Math.abs(v));
        if (!(largest > 0 && largest < Double.POSITIVE_INFINITY)) return root;
        double unit = Math.scalb(1.0, -Math.getExponent(largest));
        return rootMeanSquare(column, unit, count) / unit;
    }

    private static double rootMeanSquare(double[] column, double unit, double[] count) {
        double squares = 0;
        double n = 0;
        for (int i = 0; i < column.length; i++) {
            double v = column[i] * unit;
            squares += count[i] * v * v;
            n += count[i];
        }
        return Math.sqrt(squares / n);
    }

    /** One scale for all columns: the root mean square over them; 1 where that is 0 or infinite. */
    static double rootMeanSquare(double[][] columns, double[] count) {
        double largest = 0;
        double[] roots = new double[columns.length];
        for (int k = 0; k < columns.length; k++) {
            roots[k] = rootMeanSquare(columns[k], count);
            largest = Math.max(largest, roots[k]);
        }
        if (!(largest > 0 && largest < Double.POSITIVE_INFINITY)) return 1;
        double squares = 0;
        for (double root : roots) squares += (root / largest) * (root / largest);
        return largest * Math.sqrt(squares / columns.length);
    }

    static double mean(double[] column, double[] count) {
        double sum = 0;
        double n = 0;
        for (int i = 0; i < column.length; i++) {
            sum += count[i] * column[i];
            n += count[i];
        }
        return sum / n;
    }

    /** Coefficients of the data's columns from those estimated. */
    public double[] unscale(double[] coefficients) {
        double[] result = linear(coefficients);
        if (intercept >= 0) result[intercept] += shift;
        return result;
    }

    /** Coefficients in the coordinates of the estimation from those of the data's columns: the inverse of {@link #unscale}. */
    public double[] scaled(double[] coefficients) {
        int p = scale.length;
        double[] ordinary = coefficients.clone();
        if (intercept >= 0) {
            ordinary[intercept] -= shift;
            for (int k = 0; k < p; k++) if (k != intercept) ordinary[intercept] += center[k] * ordinary[k];
        }
        for (int k = 0; k < p; k++) ordinary[k] *= scale[k];
        double[] result = new double[p];
        for (int i = 0; i < p; i++) for (int k = 0; k < p; k++) result[i] += r[i][k] * ordinary[k];
        return result;
    }

    /** T v, where T is the linear part of {@link #unscale}. */
    public double[] linear(double[] coefficients) {
        int p = scale.length;
        double[] result = coefficients.clone();
        for (int b = p - 1; b >= 0; b--) {
            int k = order[b];
            result[k] /= r[k][k];
            for (int a = 0; a < b; a++) result[order[a]] -= r[order[a]][k] * result[k];
        }
        for (int k = 0; k < p; k++) result[k] /= scale[k];
        if (intercept >= 0) for (int k = 0; k < p; k++) if (k != intercept) result[intercept] -= center[k] * result[k];
        return result;
    }

    /** Derivatives by the coefficients of the data's columns from those by the estimated ones, each in rows of p. */
    public double[] unscaleSlopes(double[] slopes) {
        int p = scale.length;
        double[] result = new double[slopes.length];
        for (int from = 0; from < slopes.length; from += p) {
            for (int k = 0; k < p; k++) {
                double sum = 0;
                for (int i = 0; i < p; i++) sum += slopes[from + i] * r[i][k];
                result[from + k] = sum * scale[k];
            }
            if (intercept < 0) continue;
            for (int k = 0; k < p; k++) if (k != intercept) result[from + k] += result[from + intercept] * center[k];
        }
        return result;
    }

    /** T V T' where T is the linear map of {@link #unscale}. */
    public double[][] unscaleCovariance(double[][] v) {
        int p = scale.length;
        double[][] half = new double[p][];
        for (int i = 0; i < p; i++) half[i] = linear(v[i]);
        double[][] result = new double[p][p];
        for (int j = 0; j < p; j++) {
            double[] column = new double[p];
            for (int i = 0; i < p; i++) column[i] = half[i][j];
            column = linear(column);
            for (int i = 0; i < p; i++) result[i][j] = column[i];
        }
        return result;
    }

    /** log |det T|, what a determinant of X'..X gains by the scaling. */
    public double logDeterminant() {
        double sum = 0;
        for (int k = 0; k < scale.length; k++) sum -= Math.log(scale[k]) + Math.log(r[k][k]);
        return sum;
    }
}
