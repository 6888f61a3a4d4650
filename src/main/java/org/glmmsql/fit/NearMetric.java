package org.glmmsql.fit;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.glmmsql.likelihood.ModelData;
import org.glmmsql.likelihood.TermData;

/** What searches that begin at the estimates of a fit know of the way: its covariance matrix, as far as there is one. */
final class NearMetric {
    /** Size in the coordinates of the fit that a parameter at its bound starts with. */
    private static final double OFF = 1e-2;
    /** Variance of a parameter in the coordinates of the fit of which nothing is known. */
    private static final double UNKNOWN = 1e-2;

    private NearMetric() {}

    /** A variance of 0 has no slope: its parameter starts beside it. @param x the parameters from a place of psi on */
    static void leaveBoundary(ModelData data, int from, double[] x) {
        for (TermData term : data.terms())
            for (int k = 0; k < term.thetaSize(); k++) {
                int at = term.thetaFrom() + k - from;
                if (x[at] == term.parameter(k).boundary()) x[at] += OFF;
            }
    }

    /** Of the parameters from a place on; a guess where nothing is known of one. */
    static double[][] covariance(Estimates estimates, int from) {
        int d = estimates.psi().length - from;
        double[][] c = new double[d][];
        for (int i = 0; i < d; i++) c[i] = Arrays.copyOfRange(estimates.covariance()[from + i], from, from + d);
        for (int i = 0; i < d; i++) {
            if (c[i][i] > 0 && c[i][i] < 1 / UNKNOWN) continue;
            for (int k = 0; k < d; k++) {
                c[i][k] = 0;
                c[k][i] = 0;
            }
            c[i][i] = UNKNOWN;
        }
        for (double[] row : c) for (int k = 0; k < d; k++) if (Double.isNaN(row[k])) row[k] = 0;
        return c;
    }

    /** L with L L' the matrix, or its diagonal where it has no root. */
    static double[][] root(double[][] matrix) {
        int d = matrix.length;
        double[][] lower = new double[d][d];
        CholeskyDecomposition_F64<DMatrixRMaj> cholesky = DecompositionFactory_DDRM.chol(d, true);
        boolean regular = d > 0 && cholesky.decompose(new DMatrixRMaj(matrix));
        DMatrixRMaj l = regular ? cholesky.getT(null) : null;
        for (int i = 0; i < d; i++)
            for (int k = 0; k <= i; k++) lower[i][k] = l != null ? l.get(i, k) : i == k ? Math.sqrt(matrix[i][i]) : 0;
        return lower;
    }
}
