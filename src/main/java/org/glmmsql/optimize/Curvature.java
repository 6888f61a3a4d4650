package org.glmmsql.optimize;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.MatrixFeatures_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.jspecify.annotations.Nullable;

/**
 * A Hessian by its eigenvectors in the coordinates of a metric; directions without curvature (a variance of 0 takes its correlations
 * with it) are left alone.
 */
final class Curvature {
    /** Relative to the largest eigenvalue: below it there is no curvature but the rounding of the differences. */
    private static final double FLAT = 4e-9;

    private final Differences differences;
    private final double[] values;
    private final double[][] vectors;
    final double largest;

    Curvature(Differences differences) {
        this.differences = differences;
        DMatrixRMaj matrix = differences.hessian();
        int d = matrix.numRows;
        values = new double[d];
        vectors = new double[d][];
        double max = 0;
        if (d > 0) {
            EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(d, true, true);
            if (MatrixFeatures_DDRM.hasUncountable(matrix) || !eigen.decompose(matrix.copy()))
                Arrays.fill(values, Double.NaN);
            else
                for (int i = 0; i < d; i++) {
                    values[i] = eigen.getEigenvalue(i).getReal();
                    vectors[i] = eigen.getEigenVector(i).data.clone();
                    max = Math.max(max, Math.abs(values[i]));
                }
        }
        largest = max;
    }

    double[][] inCoordinates() {
        return differences.inCoordinates();
    }

    /** Relative change of the curvature of any direction that a step of one standard error makes, at most. */
    double skewness() {
        double least = largest;
        for (double v : values) if (v > 1e-4 * largest) least = Math.min(least, v);
        return differences.skewness() / Math.max(least, Double.MIN_NORMAL);
    }

    boolean convex() {
        for (double v : values) if (!(v >= -FLAT * largest)) return false;
        return true;
    }

    /** The inverse Hessian, null if a direction has no curvature. */
    double @Nullable [][] metric() {
        int d = values.length;
        double[][] result = new double[d][d];
        for (int i = 0; i < d; i++) {
            if (!(values[i] > FLAT * largest)) return null;
            double[] v = differences.fromMetric(vectors[i]);
            for (int k = 0; k < d; k++) for (int l = 0; l < d; l++) result[k][l] += v[k] * v[l] / values[i];
        }
        return result;
    }

    /** g' H^-1 g over the directions with curvature. */
    double decrement(double[] gradient) {
        double[] g = differences.toMetric(gradient);
        double sum = 0;
        // a slope without any curvature has no end
        if (largest == 0 && Vectors.dot(g, g) > 0) return Double.POSITIVE_INFINITY;
        for (int i = 0; i < values.length; i++) {
            if (Double.isNaN(values[i])) return Double.NaN;
            if (Math.abs(values[i]) <= FLAT * largest) continue;
            double component = Vectors.dot(vectors[i], g);
            sum += component * component / Math.abs(values[i]);
        }
        return sum;
    }

    /** |H|^-1 g: Newton's direction, made one of descent; along negative curvature some way at least, to leave a saddle. */
    double[] direction(double[] gradient) {
        double[] g = differences.toMetric(gradient);
        double[] direction = new double[g.length];
        for (int i = 0; i < values.length; i++) {
            if (!(Math.abs(values[i]) > FLAT * largest)) continue;
            double along = Vectors.dot(vectors[i], g) / Math.abs(values[i]);
            if (values[i] < 0 && Math.abs(along) < 0.3) along = along < 0 ? -0.3 : 0.3;
            for (int k = 0; k < g.length; k++) direction[k] += along * vectors[i][k];
        }
        return differences.fromMetric(direction);
    }
}
