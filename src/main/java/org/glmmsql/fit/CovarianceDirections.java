package org.glmmsql.fit;

import java.util.Arrays;
import org.glmmsql.likelihood.TermData;

/**
 * The symmetric matrices D_k = d Sigma / d theta_k along which the covariance of one random term can move, at a point without symmetry
 * of its own: what they span there, they span almost everywhere (DESIGN.md, D37).
 *
 * <p>A structure that spans all symmetric matrices is closed under linear maps of its columns, so its columns are made orthonormal
 * over the rows looked at: a covariate far from 0 is then no nearer to the intercept than another.
 */
final class CovarianceDirections {
    /** A column with less than this share of its length beyond the earlier ones depends on them. */
    private static final double DEPENDENT = 1e-10;

    /** d matrices, q x q row-major, in the coordinates of {@link #z}. */
    final double[][] directions;
    /** q columns over the rows looked at. */
    final double[][] z;
    /** z_k is the sum of transform[j * q + k] times the term's own column j. */
    private final double[] transform;

    /** @param rows the rows of the data to look at */
    CovarianceDirections(TermData term, int[] rows) {
        int q = term.q();
        boolean full =
                !term.law().dependsOnTheta() && term.structure().ownScales() && term.thetaSize() == q * (q + 1) / 2;
        z = new double[q][rows.length];
        transform = new double[q * q];
        for (int k = 0; k < q; k++) {
            transform[k * q + k] = 1;
            for (int i = 0; i < rows.length; i++) z[k][i] = term.z()[k][rows[i]];
            if (full) orthogonalise(k);
        }
        directions = full ? allSymmetric(q) : tangents(term);
    }

    /** Gram-Schmidt, twice; a column that depends on the earlier ones becomes 0. */
    private void orthogonalise(int k) {
        int q = z.length;
        double before = length(z[k]);
        for (int pass = 0; pass < 2; pass++)
            for (int j = 0; j < k; j++) {
                double sum = 0;
                for (int i = 0; i < z[k].length; i++) sum += z[j][i] * z[k][i];
                if (sum == 0) continue;
                double share = sum / z[k].length;
                for (int i = 0; i < z[k].length; i++) z[k][i] -= share * z[j][i];
                for (int i = 0; i < q; i++) transform[i * q + k] -= share * transform[i * q + j];
            }
        double after = length(z[k]);
        if (!(after > DEPENDENT * before)) {
            Arrays.fill(z[k], 0);
            return;
        }
        for (int i = 0; i < z[k].length; i++) z[k][i] /= after;
        for (int i = 0; i < q; i++) transform[i * q + k] /= after;
    }

    /** Root mean square. */
    private static double length(double[] v) {
        double sum = 0;
        for (double x : v) sum += x * x;
        return Math.sqrt(sum / Math.max(1, v.length));
    }

    private static double[][] allSymmetric(int q) {
        double[][] result = new double[q * (q + 1) / 2][q * q];
        for (int i = 0, k = 0; i < q; i++)
            for (int j = 0; j <= i; j++, k++) {
                result[k][i * q + j] = 1;
                result[k][j * q + i] = 1;
            }
        return result;
    }

    /** d Sigma = d Lambda Lambda' + Lambda d Lambda'. */
    private static double[][] tangents(TermData term) {
        int q = term.q();
        int d = term.thetaSize();
        double[][] result = new double[d][q * q];
        if (term.law().dependsOnTheta()) {
            for (int k = 0; k < d; k++) result[k][k * q + k] = 1;
            return result;
        }
        double[] theta = new double[d];
        double[] sd = new double[q];
        for (int k = 0; k < q; k++) sd[k] = 1 + 0.1 * Math.sin(1.0 + k);
        term.structure().start(q, sd, theta, 0);
        for (int k = 0; k < d; k++) theta[k] += 0.1 * Math.cos(2.0 + k);
        double[] lambda = new double[q * q];
        term.structure().lambda(q, theta, 0, lambda);
        double[][] slopes = new double[d][q * q];
        term.structure().slopes(q, theta, 0, slopes);
        for (int k = 0; k < d; k++)
            for (int i = 0; i < q; i++)
                for (int j = 0; j <= i; j++) {
                    double sum = 0;
                    // row j is 0 from there on
                    for (int e = 0; e <= j; e++)
                        sum += slopes[k][i * q + e] * lambda[j * q + e] + lambda[i * q + e] * slopes[k][j * q + e];
                    result[k][i * q + j] = sum;
                    result[k][j * q + i] = sum;
                }
        return result;
    }

    /** A direction in {@link #z} as one in the term's own columns: T D T'. */
    double[] inOwnColumns(double[] direction) {
        int q = z.length;
        double[] result = new double[q * q];
        for (int i = 0; i < q; i++)
            for (int j = 0; j < q; j++)
                for (int k = 0; k < q; k++)
                    for (int l = 0; l < q; l++)
                        result[i * q + j] += transform[i * q + k] * direction[k * q + l] * transform[j * q + l];
        return result;
    }
}
