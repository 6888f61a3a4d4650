package org.glmmsql.likelihood;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * What Kenward and Roger (1997) make of the covariance matrix Phi of beta and of the parameters gamma of V (D63).
 *
 * @param slopes dPhi / dgamma_i = Phi P_i Phi, p x p by parameter, P_i = X' V^-1 V_i V^-1 X
 * @param covariance W of the estimates of gamma, by their expected restricted information; 0 for parameters without any
 * @param adjusted Phi with the bias taken out that comes from the estimation of gamma
 */
public record ExpectedInformation(double[][][] slopes, double[][] covariance, double[][] adjusted) {
    /** Eigenvalue, in units of each parameter's own information, that is none. */
    private static final double NONE = 1e-12;

    /** Sums over the rows for the parameters gamma, by pair of them where there are two indices. */
    interface Sums {
        /** P_i. */
        double[][][] p();

        /** tr(V^-1 V_i V^-1 V_j). */
        double[][] traces();

        /** tr(Phi Q_ij), Q_ij = X' V^-1 V_i V^-1 V_j V^-1 X. */
        double[][] tracesOfQ();

        /** Sum of w_ij (Q_ij - R_ij / 4), R_ij = X' V^-1 V_ij V^-1 X with the second derivatives V_ij. */
        double[][] weighted(double[][] w);
    }

    /** @param phi covariance matrix of beta */
    static ExpectedInformation of(double[][] phi, Sums sums) {
        double[][][] p = sums.p();
        int size = p.length;
        double[][][] slopes = new double[size][][];
        double[][][] products = new double[size][][];
        for (int i = 0; i < size; i++) {
            slopes[i] = CoefficientCovariance.sandwich(phi, p[i], 1);
            products[i] = product(phi, p[i]);
        }
        double[][] traces = sums.traces();
        double[][] ofQ = sums.tracesOfQ();
        double[][] information = new double[size][size];
        for (int i = 0; i < size; i++)
            for (int j = 0; j < size; j++)
                information[i][j] =
                        0.5 * (traces[i][j] - ofQ[i][j] - ofQ[j][i] + traceOfProduct(products[i], products[j]));
        double[][] w = inverse(information);
        double[][] bias = sums.weighted(w);
        for (int i = 0; i < size; i++)
            for (int j = 0; j < size; j++) {
                if (w[i][j] == 0) continue;
                double[][] known = product(p[i], products[j]);
                for (int a = 0; a < phi.length; a++)
                    for (int b = 0; b < phi.length; b++) bias[a][b] -= w[i][j] * known[a][b];
            }
        double[][] adjusted = CoefficientCovariance.sandwich(phi, symmetric(bias), 2);
        for (int a = 0; a < phi.length; a++) for (int b = 0; b < phi.length; b++) adjusted[a][b] += phi[a][b];
        return new ExpectedInformation(slopes, w, adjusted);
    }

    private static double[][] symmetric(double[][] m) {
        double[][] result = new double[m.length][m.length];
        for (int i = 0; i < m.length; i++) for (int j = 0; j < m.length; j++) result[i][j] = (m[i][j] + m[j][i]) / 2;
        return result;
    }

    /** Directions without information are left out. */
    private static double[][] inverse(double[][] information) {
        int size = information.length;
        double[] unit = new double[size];
        DMatrixRMaj matrix = new DMatrixRMaj(size, size);
        for (int i = 0; i < size; i++) unit[i] = information[i][i] > 0 ? Math.sqrt(information[i][i]) : 0;
        for (int i = 0; i < size; i++)
            for (int j = 0; j < size; j++)
                if (unit[i] > 0 && unit[j] > 0)
                    matrix.set(i, j, (information[i][j] + information[j][i]) / (2 * unit[i] * unit[j]));
        double[][] inverse = new double[size][size];
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(size, true, true);
        if (size == 0 || !eigen.decompose(matrix)) return inverse;
        for (int k = 0; k < size; k++) {
            double value = eigen.getEigenvalue(k).getReal();
            if (!(value > NONE * size)) continue;
            double[] v = eigen.getEigenVector(k).data;
            for (int i = 0; i < size; i++)
                for (int j = 0; j < size; j++)
                    if (unit[i] > 0 && unit[j] > 0) inverse[i][j] += v[i] * v[j] / (unit[i] * unit[j] * value);
        }
        return inverse;
    }

    static double[][] product(double[][] a, double[][] b) {
        int size = a.length;
        double[][] result = new double[size][size];
        for (int i = 0; i < size; i++)
            for (int k = 0; k < size; k++)
                if (a[i][k] != 0) for (int j = 0; j < size; j++) result[i][j] += a[i][k] * b[k][j];
        return result;
    }

    static double traceOfProduct(double[][] a, double[][] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) for (int j = 0; j < a.length; j++) sum += a[i][j] * b[j][i];
        return sum;
    }

    /** The same in other units of V, by which Phi is to be multiplied. */
    ExpectedInformation times(double unit) {
        double[][][] all = new double[slopes.length][][];
        for (int i = 0; i < all.length; i++) all[i] = times(slopes[i], unit);
        return new ExpectedInformation(all, covariance, times(adjusted, unit));
    }

    private static double[][] times(double[][] m, double by) {
        double[][] result = new double[m.length][m.length];
        for (int i = 0; i < m.length; i++) for (int j = 0; j < m.length; j++) result[i][j] = by * m[i][j];
        return result;
    }
}
