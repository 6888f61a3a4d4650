package org.glmmsql.optimize;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;

/**
 * The Hessian at a point by differences of the exact gradient, in the coordinates z = C^-1 x of a metric C C': there it is near the
 * identity whatever the units and the collinearity of x, a step is a fixed share of every direction's standard error, and an error is as
 * small in every direction.
 */
final class Differences {
    /**
     * Step in standard errors: what the third derivative adds cancels, the fifth leaves nothing, rounding 1e-9. A metric that is
     * wrong by a factor of ten either way costs one digit.
     */
    private static final double STEP = 2e-6;

    /** Columns c of C. */
    private final DMatrixRMaj c;
    /** C' H C, symmetric. */
    private final DMatrixRMaj hessian;
    /** Largest change of the Hessian that a step of one standard error makes, as far as second differences of the gradient show it. */
    private final double skewness;

    /**
     * @param gradient at x
     * @param metric a guess of the inverse Hessian, d x d, positive definite
     * @param central whether a difference spans both sides of x; one side costs half, and an error of the step times the skewness
     */
    Differences(Objective objective, double[] x, double[] gradient, double[][] metric, boolean central) {
        int d = x.length;
        c = root(metric);
        DMatrixRMaj differences = new DMatrixRMaj(d, d);
        double[] shifted = new double[d];
        double[] up = new double[d];
        double[] down = new double[d];
        double largest = 0;
        if (central && d > 0) {
            // what an objective keeps from its last point, far away, is renewed: from here on it is as good as exact
            for (int i = 0; i < d; i++) shifted[i] = x[i] + 2 * STEP * c.get(i, 0);
            objective.evaluate(shifted, up);
        }
        for (int k = 0; k < d; k++) {
            for (int i = 0; i < d; i++) shifted[i] = x[i] + STEP * c.get(i, k);
            boolean above = objective.evaluate(shifted, up) < Double.POSITIVE_INFINITY;
            boolean below = false;
            // beside the wall of a domain one side serves
            if (central || !above) {
                for (int i = 0; i < d; i++) shifted[i] = x[i] - STEP * c.get(i, k);
                below = objective.evaluate(shifted, down) < Double.POSITIVE_INFINITY;
            }
            double[] high = above ? up : gradient;
            double[] low = below ? down : gradient;
            double width = STEP * ((above ? 1 : 0) + (below ? 1 : 0));
            for (int i = 0; i < d; i++) differences.set(i, k, (high[i] - low[i]) / width);
            if (!above || !below) continue;
            for (int j = 0; j < d; j++) {
                double second = 0;
                for (int i = 0; i < d; i++) second += c.get(i, j) * (up[i] - 2 * gradient[i] + down[i]);
                largest = Math.max(largest, Math.abs(second) / (STEP * STEP));
            }
        }
        skewness = largest;
        hessian = new DMatrixRMaj(d, d);
        CommonOps_DDRM.multTransA(c, differences, hessian);
        symmetrise(hessian);
    }

    /** C' H C. */
    DMatrixRMaj hessian() {
        return hessian;
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
