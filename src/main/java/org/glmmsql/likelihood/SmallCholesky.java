package org.glmmsql.likelihood;

/** Cholesky factors of the small q x q blocks of one level, stored row-major at an offset of a larger array. */
final class SmallCholesky {
    private SmallCholesky() {}

    /** Replaces the lower triangle of A by L, A = L L'. @return false if A is not positive definite */
    static boolean factor(double[] a, int at, int q) {
        for (int j = 0; j < q; j++) {
            double d = a[at + j * q + j];
            for (int k = 0; k < j; k++) d -= a[at + j * q + k] * a[at + j * q + k];
            if (!(d > 0) || d == Double.POSITIVE_INFINITY) return false;
            double root = Math.sqrt(d);
            a[at + j * q + j] = root;
            for (int i = j + 1; i < q; i++) {
                double s = a[at + i * q + j];
                for (int k = 0; k < j; k++) s -= a[at + i * q + k] * a[at + j * q + k];
                a[at + i * q + j] = s / root;
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

    /** x := L^-T x. */
    static void backward(double[] l, int at, int q, double[] x, int from) {
        for (int i = q - 1; i >= 0; i--) {
            double s = x[from + i];
            for (int k = i + 1; k < q; k++) s -= l[at + k * q + i] * x[from + k];
            x[from + i] = s / l[at + i * q + i];
        }
    }

    /** log det(L L'). */
    static double logDet(double[] l, int at, int q) {
        double s = 0;
        for (int i = 0; i < q; i++) s += Math.log(l[at + i * q + i]);
        return 2 * s;
    }

    /** (L L')^-1, full symmetric, into {@code inverse} at {@code to}; {@code column} is scratch of q. */
    static void invert(double[] l, int at, int q, double[] inverse, int to, double[] column) {
        for (int j = 0; j < q; j++) {
            java.util.Arrays.fill(column, 0, q, 0);
            column[j] = 1;
            forward(l, at, q, column, 0);
            backward(l, at, q, column, 0);
            for (int i = 0; i < q; i++) inverse[to + i * q + j] = column[i];
        }
    }
}
