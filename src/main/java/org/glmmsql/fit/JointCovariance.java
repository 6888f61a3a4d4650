package org.glmmsql.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.glmmsql.likelihood.ModelDataBuilder;
import org.jspecify.annotations.Nullable;

/**
 * The covariance matrix of what a model tells, M C M' for the covariance C of psi: the coefficients of each predictor in the units of the
 * data, then standard deviations and correlations, by their derivatives.
 */
final class JointCovariance {
    /** By which perfect correlations may be beyond 1. */
    private static final double ROUNDING = 1e-9;

    private final ModelDataBuilder.Built built;
    private final double[] psi;
    private final double[][] covariance;
    private final List<Integer> predictors = new ArrayList<>();
    private final List<double[]> jacobians = new ArrayList<>();

    /** @param covariance of psi */
    JointCovariance(ModelDataBuilder.Built built, double[] psi, double[][] covariance) {
        this.built = built;
        this.psi = psi;
        this.covariance = covariance;
    }

    /** Coefficients of a predictor come next. */
    void add(int predictor) {
        predictors.add(predictor);
    }

    /** A number with these derivatives by (delta, theta) comes next, after all predictors; without any nothing is known of it. */
    void add(double @Nullable [] jacobian) {
        double[] unknown = new double[covariance.length - built.data().deltaFrom()];
        Arrays.fill(unknown, Double.NaN);
        jacobians.add(jacobian == null ? unknown : jacobian);
    }

    /** The lower triangle by rows. */
    double[][] triangle() {
        double[][] half = new double[covariance.length][];
        for (int i = 0; i < half.length; i++) half[i] = told(covariance[i]);
        int size = half.length == 0 ? 0 : half[0].length;
        double[][] triangle = new double[size][];
        for (int i = 0; i < size; i++) triangle[i] = new double[i + 1];
        double[] column = new double[half.length];
        for (int j = 0; j < size; j++) {
            for (int i = 0; i < column.length; i++) column[i] = half[i][j];
            double[] whole = told(column);
            for (int i = j; i < size; i++) triangle[i][j] = whole[i];
        }
        forgetImpossible(triangle);
        return triangle;
    }

    /** An information that is not positive, of a search that ended nowhere, gives variances and covariances that are none. */
    static void forgetImpossible(double[][] triangle) {
        for (int i = 0; i < triangle.length; i++) {
            if (!(triangle[i][i] < 0)) continue;
            Arrays.fill(triangle[i], Double.NaN);
            for (int k = i + 1; k < triangle.length; k++) triangle[k][i] = Double.NaN;
        }
        for (int i = 0; i < triangle.length; i++)
            for (int j = 0; j < i; j++) {
                double most = Math.sqrt(triangle[i][i]) * Math.sqrt(triangle[j][j]);
                if (Math.abs(triangle[i][j]) > most * (1 + ROUNDING)) triangle[i][j] = Double.NaN;
            }
    }

    /** M v. */
    private double[] told(double[] v) {
        List<double[]> parts = new ArrayList<>();
        for (int s : predictors) parts.add(built.slopes(s, psi, v));
        double[] rest = new double[jacobians.size()];
        for (int k = 0; k < rest.length; k++)
            rest[k] = dot(jacobians.get(k), v, built.data().deltaFrom());
        parts.add(rest);
        return parts.stream().flatMapToDouble(Arrays::stream).toArray();
    }

    /** What has no influence need not be known. */
    private static double dot(double[] jacobian, double[] v, int from) {
        double sum = 0;
        for (int k = 0; k < jacobian.length; k++) if (jacobian[k] != 0) sum += jacobian[k] * v[from + k];
        return sum;
    }

    /** a' C b, the parameters of a and b being those of C from a place on; what has no influence need not be known. */
    static double form(double[] a, double[][] c, int from, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++)
            for (int j = 0; j < b.length; j++) if (a[i] != 0 && b[j] != 0) sum += a[i] * c[from + i][from + j] * b[j];
        return sum;
    }
}
