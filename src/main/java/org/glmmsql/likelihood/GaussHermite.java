package org.glmmsql.likelihood;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Gauss-Hermite nodes x and log weights log w for the weight exp(-x^2), from the eigenvalues of the Jacobi matrix (Golub and
 * Welsch 1969), polished by Newton steps on the orthonormal Hermite functions; nodes ascend and are symmetric about 0.
 */
final class GaussHermite {
    final double[] nodes;
    final double[] logWeights;

    GaussHermite(int k) {
        nodes = new double[k];
        logWeights = new double[k];
        DMatrixRMaj jacobi = new DMatrixRMaj(k, k);
        for (int i = 1; i < k; i++) {
            double offDiagonal = Math.sqrt(i / 2.0);
            jacobi.set(i, i - 1, offDiagonal);
            jacobi.set(i - 1, i, offDiagonal);
        }
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(k, false, true);
        eigen.decompose(jacobi);
        for (int i = 0; i < k; i++) nodes[i] = eigen.getEigenvalue(i).getReal();
        java.util.Arrays.sort(nodes);
        for (int i = 0; i < k; i++) {
            double x = 0.5 * (nodes[i] - nodes[k - 1 - i]);
            double[] last = new double[2];
            for (int step = 0; step < 3; step++) {
                hermite(k, x, last);
                x -= last[0] / (Math.sqrt(2.0 * k) * last[1]);
            }
            nodes[i] = k % 2 == 1 && i == k / 2 ? 0 : x;
            hermite(k, nodes[i], last);
            logWeights[i] = -Math.log(k) - 2 * Math.log(Math.abs(last[1]));
        }
    }

    /** Orthonormal Hermite polynomials of degree k and k - 1 at x (weight exp(-x^2)). */
    private static void hermite(int k, double x, double[] last) {
        double previous = 0;
        double current = Math.pow(Math.PI, -0.25);
        for (int i = 1; i <= k; i++) {
            double next = x * Math.sqrt(2.0 / i) * current - Math.sqrt((i - 1.0) / i) * previous;
            previous = current;
            current = next;
        }
        last[0] = current;
        last[1] = previous;
    }
}
