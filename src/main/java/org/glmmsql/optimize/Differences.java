package org.glmmsql.optimize;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.jspecify.annotations.Nullable;

/**
 * The Hessian at a point by differences of the exact gradient, in the coordinates z = C^-1 x of a metric C C': there it is near the
 * identity whatever the units and the collinearity of x, a step is a fixed share of every direction's standard error, and an error is as
 * small in every direction.
 */
final class Differences {
    /** Step in standard errors. A metric that is wrong by a factor of ten either way costs a digit or two. */
    private static final double STEP = 5e-6;
    /** Skewness up to which one side serves: it leaves an error of half a step times the skewness. */
    private static final double STRAIGHT = 0.2;

    private final Objective objective;
    private final double[] x;
    /** Columns c of C. */
    private final DMatrixRMaj c;
    /** At x. */
    private final double[] gradient;
    /** Gradients at either side of x, by column; null where the objective is not finite, or nobody asked. */
    private final double[] @Nullable [] up;

    private final double[] @Nullable [] down;
    /** C' H C, symmetric. */
    private final DMatrixRMaj hessian;
    /** Largest change of the Hessian that a step of one standard error makes, as far as it shows. */
    private double skewness;

    /**
     * @param gradient at x
     * @param metric a guess of the inverse Hessian, d x d, positive definite
     * @param exact whether differences span both sides of x where the third derivative shows on one
     */
    static Differences at(Objective objective, double[] x, double[] gradient, double[][] metric, boolean exact) {
        Differences differences = new Differences(objective, x, gradient, root(metric));
        differences.take(exact);
        return differences;
    }

    /**
     * Differences around a point whose own gradient is not known: it is in the middle of two sides. Those are along the last column: it
     * belongs to a single parameter, of a variance, and that is where the third derivative is largest.
     *
     * @return null where the objective is not finite
     */
    static @Nullable Differences around(Objective objective, double[] x, double[][] metric) {
        int d = x.length;
        double[] gradient = new double[d];
        Differences differences = new Differences(objective, x, gradient, root(metric));
        boolean known = d > 0 && differences.above(d - 1) && differences.below(d - 1);
        if (known)
            for (int i = 0; i < d; i++) gradient[i] = 0.5 * (differences.up[d - 1][i] + differences.down[d - 1][i]);
        else if (!(objective.evaluate(x, gradient) < Double.POSITIVE_INFINITY)) return null;
        differences.take(true);
        return differences;
    }

    private Differences(Objective objective, double[] x, double[] gradient, DMatrixRMaj c) {
        this.objective = objective;
        this.x = x;
        this.gradient = gradient;
        this.c = c;
        int d = x.length;
        up = new double[d][];
        down = new double[d][];
        hessian = new DMatrixRMaj(d, d);
    }

    private void take(boolean exact) {
        int d = x.length;
        // beside the wall of a domain the other side serves
        for (int k = 0; k < d; k++) if (!above(k)) below(k);
        assemble();
        // too few columns to show their third derivatives on one another
        if (!exact || d > 2 && skewness < STRAIGHT) return;
        for (int k = 0; k < d; k++) below(k);
        assemble();
    }

    /** The Hessian by what is there of both sides, and its skewness. */
    private void assemble() {
        int d = x.length;
        DMatrixRMaj differences = new DMatrixRMaj(d, d);
        double largest = 0;
        for (int k = 0; k < d; k++) {
            double[] high = up[k] == null ? gradient : up[k];
            double[] low = down[k] == null ? gradient : down[k];
            double width = STEP * ((up[k] == null ? 0 : 1) + (down[k] == null ? 0 : 1));
            for (int i = 0; i < d; i++) differences.set(i, k, (high[i] - low[i]) / width);
            if (up[k] == null || down[k] == null) continue;
            for (int j = 0; j < d; j++) {
                double second = 0;
                for (int i = 0; i < d; i++) second += c.get(i, j) * (high[i] - 2 * gradient[i] + low[i]);
                largest = Math.max(largest, Math.abs(second) / (STEP * STEP));
            }
        }
        CommonOps_DDRM.multTransA(c, differences, hessian);
        // what one side of j adds to (j, k), and one side of k does not
        for (int j = 0; j < d; j++)
            for (int k = 0; k < j; k++)
                largest = Math.max(largest, Math.abs(hessian.get(j, k) - hessian.get(k, j)) * 2 / STEP);
        skewness = largest;
        symmetrise(hessian);
    }

    private boolean above(int k) {
        if (up[k] == null) up[k] = side(k, STEP);
        return up[k] != null;
    }

    private boolean below(int k) {
        if (down[k] == null) down[k] = side(k, -STEP);
        return down[k] != null;
    }

    /** The gradient a step along column k of C away; null where the objective is not finite. */
    private double @Nullable [] side(int k, double step) {
        double[] shifted = new double[x.length];
        for (int i = 0; i < shifted.length; i++) shifted[i] = x[i] + step * c.get(i, k);
        double[] there = new double[x.length];
        return objective.evaluate(shifted, there) < Double.POSITIVE_INFINITY ? there : null;
    }

    /** C' H C. */
    DMatrixRMaj hessian() {
        return hessian;
    }

    /** At x. */
    double[] gradient() {
        return gradient;
    }

    double skewness() {
        return skewness;
    }

    /** C' g. */
    double[] toMetric(double[] gradient) {
        double[] result = new double[gradient.length];
        for (int k = 0; k < result.length; k++)
            for (int i = 0; i < result.length; i++) result[k] += c.get(i, k) * gradient[i];
        return result;
    }

    /** C z. */
    double[] fromMetric(double[] z) {
        double[] result = new double[z.length];
        for (int i = 0; i < result.length; i++) for (int k = 0; k < result.length; k++) result[i] += c.get(i, k) * z[k];
        return result;
    }

    /** H. */
    double[][] inCoordinates() {
        int d = hessian.numRows;
        DMatrixRMaj inverse = new DMatrixRMaj(d, d);
        DMatrixRMaj half = new DMatrixRMaj(d, d);
        DMatrixRMaj full = new DMatrixRMaj(d, d);
        if (d > 0) {
            CommonOps_DDRM.invert(c, inverse);
            CommonOps_DDRM.mult(hessian, inverse, half);
            CommonOps_DDRM.multTransA(inverse, half, full);
            symmetrise(full);
        }
        double[][] result = new double[d][d];
        for (int i = 0; i < d; i++) for (int j = 0; j < d; j++) result[i][j] = full.get(i, j);
        return result;
    }

    private static void symmetrise(DMatrixRMaj a) {
        for (int i = 0; i < a.numRows; i++)
            for (int j = 0; j < i; j++) {
                double mean = 0.5 * (a.get(i, j) + a.get(j, i));
                a.set(i, j, mean);
                a.set(j, i, mean);
            }
    }

    /** The Cholesky factor of the metric, or of its diagonal if it has none. */
    private static DMatrixRMaj root(double[][] metric) {
        int d = metric.length;
        CholeskyDecomposition_F64<DMatrixRMaj> cholesky = DecompositionFactory_DDRM.chol(Math.max(1, d), true);
        if (d > 0 && cholesky.decompose(new DMatrixRMaj(metric))) return cholesky.getT(null);
        DMatrixRMaj diagonal = CommonOps_DDRM.identity(d);
        for (int i = 0; i < d; i++) if (metric[i][i] > 0) diagonal.set(i, i, Math.sqrt(metric[i][i]));
        return diagonal;
    }
}
