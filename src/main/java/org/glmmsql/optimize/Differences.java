package org.glmmsql.optimize;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;

/** Second derivatives from exact gradients. */
final class Differences {
    /** Step in units of the metric, for statistics in standard errors; an error of this times the skewness of f in these units. */
    private static final double STEP = 1e-3;
    /** Shortest and longest step of a coordinate, relative to its size or 1: the metric may be far off. */
    private static final double SHORTEST = 1e-5;

    private static final double LONGEST = 1e-4;

    private Differences() {}

    /**
     * The symmetric Hessian at x by one-sided differences along the columns of C, where C C' is the metric. In the coordinates C^-1 x
     * the Hessian is near the identity, so the error is as small in every direction, however collinear the coordinates of x are.
     *
     * @param gradient at x
     * @param metric a guess of the inverse Hessian, d x d, positive definite
     */
    static double[][] hessian(Objective objective, double[] x, double[] gradient, double[][] metric) {
        int d = x.length;
        if (d == 0) {
            return new double[0][];
        }
        DMatrixRMaj c = root(metric);
        DMatrixRMaj differences = new DMatrixRMaj(d, d);
        double[] shifted = new double[d];
        double[] there = new double[d];
        for (int k = 0; k < d; k++) {
            double reach = 0;
            for (int i = 0; i < d; i++) reach = Math.max(reach, Math.abs(c.get(i, k)) / Math.max(1, Math.abs(x[i])));
            double step = Math.min(LONGEST, Math.max(SHORTEST, STEP * reach)) / reach;
            for (int i = 0; i < d; i++) shifted[i] = x[i] + step * c.get(i, k);
            objective.evaluate(shifted, there);
            for (int i = 0; i < d; i++) differences.set(i, k, (there[i] - gradient[i]) / step);
        }
        // differences = H C
        DMatrixRMaj inverse = new DMatrixRMaj(d, d);
        CommonOps_DDRM.invert(c, inverse);
        DMatrixRMaj hessian = new DMatrixRMaj(d, d);
        CommonOps_DDRM.mult(differences, inverse, hessian);
        double[][] result = new double[d][d];
        for (int i = 0; i < d; i++)
            for (int j = 0; j < d; j++) result[i][j] = 0.5 * (hessian.get(i, j) + hessian.get(j, i));
        return result;
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
