package org.glmmsql.optimize;

/** Sums over the coordinates of a few parameters. */
final class Vectors {
    private Vectors() {}

    static double dot(double[] a, double[] b) {
        double s = 0;
        for (int i = 0; i < a.length; i++) s += a[i] * b[i];
        return s;
    }

    static double[] minus(double[] a, double[] b) {
        double[] result = a.clone();
        for (int i = 0; i < a.length; i++) result[i] -= b[i];
        return result;
    }
}
