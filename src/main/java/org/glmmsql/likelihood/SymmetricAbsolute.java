package org.glmmsql.likelihood;

/** |A| of a small symmetric matrix, which has the eigenvectors of A and the absolute eigenvalues: Jacobi's rotations. */
final class SymmetricAbsolute {
    private static final int SWEEPS = 30;

    private final int m;
    private final double[] vectors;
    private final double[] values;

    SymmetricAbsolute(int m) {
        this.m = m;
        vectors = new double[m * m];
        values = new double[m];
    }

    /** @param a m x m row-major, replaced */
    void replace(double[] a) {
        for (int i = 0; i < m; i++) for (int k = 0; k < m; k++) vectors[i * m + k] = i == k ? 1 : 0;
        boolean diagonal = false;
        for (int sweep = 0; sweep < SWEEPS && !diagonal; sweep++) {
            diagonal = true;
            for (int i = 0; i < m; i++)
                for (int k = i + 1; k < m; k++) {
                    double off = Math.abs(a[i * m + k]);
                    if (!(off > 1e-16 * Math.sqrt(Math.abs(a[i * m + i]) * Math.abs(a[k * m + k])))) continue;
                    diagonal = false;
                    rotate(a, i, k);
                }
        }
        for (int i = 0; i < m; i++) values[i] = Math.abs(a[i * m + i]);
        for (int i = 0; i < m; i++)
            for (int k = 0; k < m; k++) {
                double sum = 0;
                for (int e = 0; e < m; e++) sum += vectors[i * m + e] * values[e] * vectors[k * m + e];
                a[i * m + k] = sum;
            }
    }

    private void rotate(double[] a, int i, int k) {
        double theta = (a[k * m + k] - a[i * m + i]) / (2 * a[i * m + k]);
        double t = Math.copySign(1, theta) / (Math.abs(theta) + Math.sqrt(theta * theta + 1));
        double c = 1 / Math.sqrt(t * t + 1);
        double s = t * c;
        for (int e = 0; e < m; e++) {
            double x = a[e * m + i];
            double y = a[e * m + k];
            a[e * m + i] = c * x - s * y;
            a[e * m + k] = s * x + c * y;
        }
        for (int e = 0; e < m; e++) {
            double x = a[i * m + e];
            double y = a[k * m + e];
            a[i * m + e] = c * x - s * y;
            a[k * m + e] = s * x + c * y;
        }
        // what rounding leaves of it is larger than a small eigenvalue, and would be rotated for ever
        a[i * m + k] = 0;
        a[k * m + i] = 0;
        for (int e = 0; e < m; e++) {
            double x = vectors[e * m + i];
            double y = vectors[e * m + k];
            vectors[e * m + i] = c * x - s * y;
            vectors[e * m + k] = s * x + c * y;
        }
    }
}
