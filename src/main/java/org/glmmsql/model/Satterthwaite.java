package org.glmmsql.model;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Satterthwaite's degrees of freedom (Giesbrecht and Burns 1985), and those of Fai and Cornelius (1996) for several rows (D62). The latter
 * depend on which rows span the hypothesis, the F statistic does not.
 */
record Satterthwaite(VcovSlopes parameters, double[][] vcov) implements DegreesOfFreedom {
    static final String NAME = "satterthwaite";

    /** Relative difference of degrees of freedom that are the same. */
    private static final double SAME = 1e-8;

    @Override
    public String method() {
        return NAME;
    }

    @Override
    public double ofContrast(double[] l) {
        return parameters.ofContrast(l, vcov);
    }

    @Override
    public double ofHypothesis(double[][] l) {
        if (l.length == 1) {
            return ofContrast(l[0]);
        }
        int q = l.length;
        DMatrixRMaj variance = Quadratic.ofRows(l, vcov);
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(q, true, true);
        if (!eigen.decompose(variance)) {
            return Double.NaN;
        }
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        double sum = 0;
        for (int m = 0; m < q; m++) {
            double nu = ofContrast(combination(l, eigen.getEigenVector(m).data));
            least = Math.min(least, nu);
            most = Math.max(most, nu);
            // of an F with 1 and nu degrees of freedom this is the mean
            sum += nu < Double.POSITIVE_INFINITY ? nu / (nu - 2) : 1;
        }
        if (most - least <= SAME * most || most == least) {
            return most;
        }
        return least <= 2 ? 2 : 2 * sum / (sum - q);
    }

    private static double[] combination(double[][] l, double[] weights) {
        double[] sum = new double[l[0].length];
        for (int row = 0; row < l.length; row++) {
            for (int k = 0; k < sum.length; k++) {
                sum[k] += weights[row] * l[row][k];
            }
        }
        return sum;
    }

    @Override
    public double scaleOfF(double[][] l) {
        return 1;
    }
}
