package org.glmmsql.likelihood;

import java.util.Arrays;

/** Cholesky factors of the small q x q blocks of one level, stored row-major at an offset of a larger array. */
final class SmallCholesky {
    private SmallCholesky() {}

    /** Replaces the lower triangle of A by L, A = L L'. @return false if A is not positive definite */
    static boolean factor(double[] a, int at, int q) {
        for (int j = 0; j < q; j++) {
            int rowJ = at + j * q;
            double d = a[rowJ + j] - ModelData.dot(a, rowJ, j, a, rowJ);
            if (!(d > 0) || d == Double.POSITIVE_INFINITY) return false;
            double root = Math.sqrt(d);
            a[rowJ + j] = root;
            for (int i = j + 1; i < q; i++) {
                int rowI = at + i * q;
                a[rowI + j] = (a[rowI + j] - ModelData.dot(a, rowI, j, a, rowJ)) / root;
            }
        }
        return true;
    }

    /** x := L^-1 x. */
    static void forward(double[] l, int at, int q, double[] x, int from) {
        for (int i = 0; i < q; i++) {
            double s = x[from + i];
            for (int k = 0; k < i; k++) s -= l[at + i * q + k] * x[from + k];
            x[from + i] = s / l[at + i * q + i];
        }
    }

    /** x := L^-T x, by the rows of L, which lie together. */
    static void backward(double[] l, int at, int q, double[] x, int from) {
        for (int i = q - 1; i >= 0; i--) {
            double v = x[from + i] / l[at + i * q + i];
            x[from + i] = v;
            for (int k = 0; k < i; k++) x[from + k] -= l[at + i * q + k] * v;
        }
    }

    /** log det(L L'). */
    static double logDet(double[] l, int at, int q) {
        double s = 0;
        for (int i = 0; i < q; i++) s += Math.log(l[at + i * q + i]);
        return 2 * s;
    }

    /** (L L')^-1 = M'M, M = L^-1, full symmetric, into {@code inverse} at {@code to}. */
    static void invert(double[] l, int at, int q, double[] inverse, int to) {
        // M in place of the lower triangle, row by row
        for (int i = 0; i < q; i++) {
            int row = to + i * q;
            Arrays.fill(inverse, row, row + q, 0);
            for (int k = 0; k < i; k++) addTo(inverse, row, -l[at + i * q + k], inverse, to + k * q, k + 1);
            double root = l[at + i * q + i];
            for (int k = 0; k < i; k++) inverse[row + k] /= root;
            inverse[row + i] = 1 / root;
        }
        // row i of M'M needs the rows of M from i on
        for (int i = 0; i < q; i++) {
            int row = to + i * q;
            double own = inverse[row + i];
            for (int j = 0; j <= i; j++) inverse[row + j] *= own;
            for (int k = i + 1; k < q; k++) addTo(inverse, row, inverse[to + k * q + i], inverse, to + k * q, i + 1);
        }
        for (int i = 0; i < q; i++) for (int j = 0; j < i; j++) inverse[to + j * q + i] = inverse[to + i * q + j];
    }

    /** a += factor b over {@code length} numbers. */
    static void addTo(double[] a, int from, double factor, double[] b, int other, int length) {
        if (factor == 0) return;
        for (int k = 0; k < length; k++) a[from + k] += factor * b[other + k];
    }
}
