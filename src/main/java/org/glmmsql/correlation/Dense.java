package org.glmmsql.correlation;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.jspecify.annotations.Nullable;

/** A correlation whose matrix is formed and factored, m x m by group. */
abstract class Dense implements Correlation {
    /** R, row-major, both triangles. */
    abstract void fill(Places places, Extent extent, double[] theta, int from, double[] r);

    /** Adds tr(G dR / dtheta_k), G symmetric, to {@code gradient} from {@code to}. */
    abstract void addGradient(
            Places places, Extent extent, double[] theta, int from, double[] g, double[] gradient, int to);

    @Override
    public final @Nullable FactoredCorrelation factor(Places places, Extent extent, double[] theta, int from) {
        int m = places.size();
        DMatrixRMaj r = new DMatrixRMaj(m, m);
        fill(places, extent, theta, from, r.data);
        for (double v : r.data) {
            if (!(Math.abs(v) < Double.POSITIVE_INFINITY)) {
                return null;
            }
        }
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(m);
        if (!solver.setA(r)) {
            return null;
        }
        DMatrixRMaj l = solver.<CholeskyDecomposition_F64<DMatrixRMaj>>getDecomposition()
                .getT(null);
        DMatrixRMaj inverse = new DMatrixRMaj(m, m);
        solver.invert(inverse);
        return new Factor(l, inverse, (g, gradient, to) -> addGradient(places, extent, theta, from, g, gradient, to));
    }

    private interface Slopes {
        void add(double[] g, double[] gradient, int to);
    }

    private static final class Factor implements FormedCorrelation {
        private final DMatrixRMaj l;
        private final DMatrixRMaj inverse;
        private final Slopes slopes;
        private final int m;

        Factor(DMatrixRMaj l, DMatrixRMaj inverse, Slopes slopes) {
            this.l = l;
            this.inverse = inverse;
            this.slopes = slopes;
            m = l.numRows;
        }

        @Override
        public int band() {
            return m - 1;
        }

        @Override
        public void whiten(double[] x, int from) {
            for (int i = 0; i < m; i++) {
                double sum = x[from + i];
                for (int k = 0; k < i; k++) {
                    sum -= l.data[i * m + k] * x[from + k];
                }
                x[from + i] = sum / l.data[i * m + i];
            }
        }

        @Override
        public double logDet() {
            double sum = 0;
            for (int i = 0; i < m; i++) {
                sum += Math.log(l.data[i * m + i]);
            }
            return 2 * sum;
        }

        @Override
        public double precision(int i, int j) {
            return inverse.data[i * m + j];
        }

        @Override
        public void addGradient(double groups, double[] s, double[] gradient, int from) {
            DMatrixRMaj sum = new DMatrixRMaj(m, m);
            for (int i = 0; i < m; i++) {
                for (int k = 0; k <= i; k++) {
                    sum.data[i * m + i - k] = s[i * m + k];
                    sum.data[(i - k) * m + i] = s[i * m + k];
                }
            }
            DMatrixRMaj half = new DMatrixRMaj(m, m);
            DMatrixRMaj g = new DMatrixRMaj(m, m);
            CommonOps_DDRM.mult(inverse, sum, half);
            CommonOps_DDRM.mult(half, inverse, g);
            for (int i = 0; i < m * m; i++) {
                g.data[i] = 0.5 * (g.data[i] - groups * inverse.data[i]);
            }
            addTraces(g.data, gradient, from);
        }

        @Override
        public void addTraces(double[] g, double[] gradient, int from) {
            slopes.add(g, gradient, from);
        }
    }

    static void ones(int m, double[] r) {
        Arrays.fill(r, 0);
        for (int i = 0; i < m; i++) {
            r[i * m + i] = 1;
        }
    }
}
