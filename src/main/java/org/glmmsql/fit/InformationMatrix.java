package org.glmmsql.fit;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.MatrixFeatures_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;

/**
 * An observed information matrix by its eigenvectors: condition number, and the covariance of the parameters, NaN for those that a
 * direction without information runs through.
 */
final class InformationMatrix {
    private static final double FLAT = 1e-11;
    private static final double TOUCHED = 1e-4;
    /** Information of a parameter in the units of the fit that is none: a standard error of a million. */
    private static final double NONE = 1e-12;

    final double condition;
    final double[][] covariance;

    InformationMatrix(double[][] information) {
        int d = information.length;
        covariance = new double[d][d];
        if (d == 0) {
            condition = 1;
            return;
        }
        // the logarithm of a standard deviation of 0 has rounding for its information, which would spoil that of the
        // others
        int[] known = IntStream.range(0, d)
                .filter(k -> !(Math.abs(information[k][k]) <= NONE))
                .toArray();
        if (known.length < d) {
            takeFrom(information, known);
            condition = Double.POSITIVE_INFINITY;
            return;
        }
        // in units of each parameter's own information, so that nothing depends on theirs
        double[] unit = new double[d];
        DMatrixRMaj matrix = new DMatrixRMaj(d, d);
        for (int k = 0; k < d; k++) unit[k] = information[k][k] > 0 ? Math.sqrt(information[k][k]) : 1;
        for (int k = 0; k < d; k++)
            for (int l = 0; l < d; l++) matrix.set(k, l, information[k][l] / (unit[k] * unit[l]));
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(d, true, true);
        if (MatrixFeatures_DDRM.hasUncountable(matrix) || !eigen.decompose(matrix)) {
            for (double[] row : covariance) Arrays.fill(row, Double.NaN);
            condition = Double.POSITIVE_INFINITY;
            return;
        }
        double max = 0;
        double min = Double.POSITIVE_INFINITY;
        for (int i = 0; i < d; i++) {
            double value = eigen.getEigenvalue(i).getReal();
            max = Math.max(max, value);
            min = Math.min(min, value);
        }
        condition = min > 0 ? max / min : Double.POSITIVE_INFINITY;
        invert(eigen, unit, FLAT * max);
    }

    /** The covariance of the parameters that have any information, NaN for the others. */
    private void takeFrom(double[][] information, int[] known) {
        double[][] some = new double[known.length][known.length];
        for (int k = 0; k < known.length; k++)
            for (int l = 0; l < known.length; l++) some[k][l] = information[known[k]][known[l]];
        InformationMatrix others = new InformationMatrix(some);
        for (double[] row : covariance) Arrays.fill(row, Double.NaN);
        for (int k = 0; k < known.length; k++)
            for (int l = 0; l < known.length; l++) covariance[known[k]][known[l]] = others.covariance[k][l];
    }

    /** @param flat eigenvalue up to which a direction has no information */
    private void invert(EigenDecomposition_F64<DMatrixRMaj> eigen, double[] unit, double flat) {
        int d = unit.length;
        boolean[] undefined = new boolean[d];
        for (int i = 0; i < d; i++) {
            double value = eigen.getEigenvalue(i).getReal();
            double[] v = eigen.getEigenVector(i).data;
            if (value <= flat) {
                for (int k = 0; k < d; k++) undefined[k] |= Math.abs(v[k]) > TOUCHED;
                continue;
            }
            for (int k = 0; k < d; k++)
                for (int l = 0; l < d; l++) covariance[k][l] += v[k] * v[l] / (unit[k] * unit[l] * value);
        }
        for (int k = 0; k < d; k++)
            if (undefined[k])
                for (int l = 0; l < d; l++) {
                    covariance[k][l] = Double.NaN;
                    covariance[l][k] = Double.NaN;
                }
    }
}
