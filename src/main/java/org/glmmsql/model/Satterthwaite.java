package org.glmmsql.model;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * Satterthwaite's degrees of freedom (Giesbrecht and Burns 1985), and those of Fai and Cornelius (1996) for several rows (D62). The latter
 * depend on which rows span the hypothesis, as the F statistic does not: here these are made orthonormal in the coefficients, and of
 * directions with the same variance those count whose variances differ most as the covariance parameters grow.
 */
record Satterthwaite(VcovSlopes parameters, double[][] vcov) implements DegreesOfFreedom {
    static final String NAME = "satterthwaite";

    /** In standard errors of the covariance parameters, which tells directions of the same variance apart and changes no others. */
    private static final double NUDGE = 1e-6;

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
        double[][] rows = orthonormal(l);
        DMatrixRMaj variance = Quadratic.ofRows(rows, nudged());
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(q, true, true);
        if (!eigen.decompose(variance)) {
            return Double.NaN;
        }
        double least = Double.POSITIVE_INFINITY;
        double most = 0;
        double sum = 0;
        for (int m = 0; m < q; m++) {
            double nu = ofContrast(combination(rows, eigen.getEigenVector(m).data));
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

    /** Rows of the same span, by Gram and Schmidt twice. */
    private static double[][] orthonormal(double[][] l) {
        double[][] rows = new double[l.length][];
        for (int i = 0; i < l.length; i++) {
            rows[i] = l[i].clone();
            for (int pass = 0; pass < 2; pass++) {
                for (int j = 0; j < i; j++) {
                    double product = dot(rows[i], rows[j]);
                    for (int k = 0; k < rows[i].length; k++) {
                        rows[i][k] -= product * rows[j][k];
                    }
                }
                double length = Math.sqrt(dot(rows[i], rows[i]));
                for (int k = 0; k < rows[i].length; k++) {
                    rows[i][k] /= length;
                }
            }
        }
        return rows;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int k = 0; k < a.length; k++) {
            sum += a[k] * b[k];
        }
        return sum;
    }

    /** V where every covariance parameter is a little larger. */
    private double[][] nudged() {
        int p = vcov.length;
        double[][] v = new double[p][p];
        for (int i = 0; i < p; i++) {
            v[i] = vcov[i].clone();
        }
        for (int m = 0; m < parameters.slopes().length; m++) {
            double step = NUDGE * Math.sqrt(parameters.covariance()[m][m]);
            double[][] slope = parameters.square(m, p);
            for (int i = 0; i < p; i++) {
                for (int j = 0; j < p; j++) {
                    v[i][j] += step * slope[i][j];
                }
            }
        }
        return v;
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
