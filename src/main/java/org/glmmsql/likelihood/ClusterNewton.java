package org.glmmsql.likelihood;

import org.glmmsql.random.RandomLaw;

/**
 * Newton's step of h for each cluster of a run, from the sums of its rows G = Z'l' and C = Z'diag(l'')Z, the derivatives being those by
 * the predictors that the columns of Z belong to: g = Lambda'G + dlog f/dw and H = -Lambda'C Lambda - d2log f/dw2.
 */
final class ClusterNewton {
    private final ClusterRows rows;
    private final int q;
    /** By cluster: G, C, g, the Cholesky factor of H, H^-1 g and g'H^-1 g, which is NaN if H is not positive definite. */
    final double[] zScore;

    final double[] zCurvature;
    final double[] g;
    final double[] h;
    final double[] step;
    final double[] decrement;
    /** Of one cluster: its laws. */
    final double[][] law;

    private final double[] product;

    ClusterNewton(ClusterRows rows, int clusters) {
        this.rows = rows;
        q = rows.q;
        zScore = new double[clusters * q];
        zCurvature = new double[clusters * q * q];
        g = new double[clusters * q];
        h = new double[clusters * q * q];
        step = new double[clusters * q];
        decrement = new double[clusters];
        law = new double[q][RandomLaw.ROWS];
        product = new double[q * q];
    }

    /** The step of a cluster at effects w, where the derivatives of its rows are in hand. */
    void step(int c, double[] w, int place, Clusters.Parameters at) {
        sum(c);
        evaluateLaws(w, place, at);
        if (q == 1) {
            double lambda = at.lambda[0];
            double slope = lambda * zScore[c] + law[0][RandomLaw.F1];
            double curvature = -lambda * lambda * zCurvature[c] - law[0][RandomLaw.F2];
            g[c] = slope;
            h[c] = Math.sqrt(curvature);
            step[c] = slope / curvature;
            decrement[c] = curvature > 0 && curvature < Double.POSITIVE_INFINITY ? slope * step[c] : Double.NaN;
            return;
        }
        solve(c, at);
    }

    /** The step from the sums and laws in hand. */
    void solve(int c, Clusters.Parameters at) {
        fillGradient(c, at);
        fillHessian(c, at);
        if (!SmallCholesky.factor(h, c * q * q, q)) {
            decrement[c] = Double.NaN;
            return;
        }
        System.arraycopy(g, c * q, step, c * q, q);
        SmallCholesky.forward(h, c * q * q, q, step, c * q);
        SmallCholesky.backward(h, c * q * q, q, step, c * q);
        double sum = 0;
        for (int k = 0; k < q; k++) sum += g[c * q + k] * step[c * q + k];
        decrement[c] = sum;
    }

    /** G and C of a cluster. */
    void sum(int c) {
        int row = rows.row(c);
        int rowEnd = rows.rowEnd(c);
        int from = rows.from;
        if (q == 1) {
            sumOne(c, row, rowEnd);
            return;
        }
        int[] predictor = rows.clusters.predictor;
        for (int i = 0; i < q; i++) {
            double[] zi = rows.z[i];
            zScore[c * q + i] = ModelData.dot(zi, from + row, rowEnd - row, rows.f.first(predictor[i]), row);
            for (int k = 0; k <= i; k++) {
                double[] l2 = rows.f.second(predictor[i], predictor[k]);
                double sum = ModelData.dot(zi, rows.z[k], from + row, rowEnd - row, l2, row);
                zCurvature[(c * q + i) * q + k] = sum;
                zCurvature[(c * q + k) * q + i] = sum;
            }
        }
    }

    private void sumOne(int c, int row, int rowEnd) {
        int s = rows.clusters.predictor[0];
        int from = rows.from;
        double[] l1 = rows.f.first(s);
        double[] l2 = rows.f.second(s, s);
        double[] z0 = rows.z[0];
        // even and odd rows apart: in one sum, each addition would wait for the last
        double g0 = 0;
        double g1 = 0;
        double c0 = 0;
        double c1 = 0;
        int j = row;
        for (; j + 1 < rowEnd; j += 2) {
            double even = z0[from + j];
            double odd = z0[from + j + 1];
            g0 += even * l1[j];
            g1 += odd * l1[j + 1];
            c0 += even * even * l2[j];
            c1 += odd * odd * l2[j + 1];
        }
        if (j < rowEnd) {
            double last = z0[from + j];
            g0 += last * l1[j];
            c0 += last * last * l2[j];
        }
        zScore[c] = g0 + g1;
        zCurvature[c] = c0 + c1;
    }

    void evaluateLaws(double[] w, int place, Clusters.Parameters at) {
        for (int k = 0; k < q; k++) at.evaluateLaw(k, w[place + k], law[k]);
    }

    private void fillGradient(int c, Clusters.Parameters at) {
        for (int k = 0; k < q; k++) {
            double sum = law[k][RandomLaw.F1];
            for (int i = k; i < q; i++) sum += at.lambda[i * q + k] * zScore[c * q + i];
            g[c * q + k] = sum;
        }
    }

    /** The lower triangle. */
    private void fillHessian(int c, Clusters.Parameters at) {
        double[] lambda = at.lambda;
        multiplyCurvature(c, lambda, product);
        for (int i = 0; i < q; i++)
            for (int k = 0; k <= i; k++) {
                double sum = i == k ? -law[k][RandomLaw.F2] : 0;
                for (int e = i; e < q; e++) sum -= lambda[e * q + i] * product[e * q + k];
                h[(c * q + i) * q + k] = sum;
            }
    }

    /** C Lambda. */
    void multiplyCurvature(int c, double[] lambda, double[] result) {
        for (int i = 0; i < q; i++)
            for (int k = 0; k < q; k++) {
                double sum = 0;
                for (int e = k; e < q; e++) sum += zCurvature[(c * q + i) * q + e] * lambda[e * q + k];
                result[i * q + k] = sum;
            }
    }

    /** Every row's curvature made negative, and that of the laws, for steps far from the mode where H is indefinite. */
    void clip(int c) {
        rows.f.clip(rows.rows);
        for (int k = 0; k < q; k++) law[k][RandomLaw.F2] = -Math.max(1e-3, Math.abs(law[k][RandomLaw.F2]));
        sum(c);
    }
}
