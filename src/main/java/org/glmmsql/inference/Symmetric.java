package org.glmmsql.inference;

import org.jspecify.annotations.Nullable;

/** Small symmetric matrices. */
final class Symmetric {
    /** A pivot up to this part of its diagonal is 0. */
    private static final double SINGULAR = 1e-12;

    private Symmetric() {}

    /** l' V m. */
    static double form(double[] l, double[][] v, double[] m) {
        double sum = 0;
        for (int i = 0; i < l.length; i++) {
            if (l[i] != 0) {
                sum += l[i] * dot(v[i], m);
            }
        }
        return sum;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    /** L V L', q x q. */
    static double[][] of(double[][] l, double[][] v) {
        int q = l.length;
        double[][] form = new double[q][q];
        for (int i = 0; i < q; i++) {
            for (int j = 0; j <= i; j++) {
                form[i][j] = form(l[i], v, l[j]);
                form[j][i] = form[i][j];
            }
        }
        return form;
    }

    /** The part of a matrix with these rows and columns. */
    static double[][] part(double[][] matrix, int[] rows, int[] columns) {
        double[][] part = new double[rows.length][columns.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                part[i][j] = matrix[rows[i]][columns[j]];
            }
        }
        return part;
    }

    /** The lower triangle of the Cholesky factor; null unless the matrix is positive definite. */
    static double @Nullable [][] cholesky(double[][] matrix) {
        int n = matrix.length;
        double[][] factor = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) {
                    sum -= factor[i][k] * factor[j][k];
                }
                if (i > j) {
                    factor[i][j] = sum / factor[j][j];
                } else if (sum > SINGULAR * matrix[i][i]) {
                    factor[i][i] = Math.sqrt(sum);
                } else {
                    return null;
                }
            }
        }
        return factor;
    }

    /** The logarithm of the determinant by a Cholesky factor. */
    static double logDeterminant(double[][] factor) {
        double sum = 0;
        for (int i = 0; i < factor.length; i++) {
            sum += 2 * Math.log(factor[i][i]);
        }
        return sum;
    }

    /** The solution of A x = b by the Cholesky factor of A. */
    static double[] solve(double[][] factor, double[] b) {
        int n = b.length;
        double[] x = b.clone();
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < i; k++) {
                x[i] -= factor[i][k] * x[k];
            }
            x[i] /= factor[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int k = i + 1; k < n; k++) {
                x[i] -= factor[k][i] * x[k];
            }
            x[i] /= factor[i][i];
        }
        return x;
    }
}
