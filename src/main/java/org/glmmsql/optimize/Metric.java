package org.glmmsql.optimize;

/** An inverse Hessian that learns from gradients along a search: the update of Broyden, Fletcher, Goldfarb and Shanno. */
final class Metric {
    private final double[][] h;
    private final double[] x;
    private final double[] gradient;

    Metric(double[][] guess, double[] x, double[] gradient) {
        h = new double[guess.length][];
        for (int i = 0; i < h.length; i++) h[i] = guess[i].clone();
        this.x = x.clone();
        this.gradient = gradient.clone();
    }

    /** The search has moved on. */
    void moveTo(double[] to, double[] gradientThere) {
        int d = x.length;
        double[] s = new double[d];
        double[] y = new double[d];
        for (int i = 0; i < d; i++) {
            s[i] = to[i] - x[i];
            y[i] = gradientThere[i] - gradient[i];
        }
        System.arraycopy(to, 0, x, 0, d);
        System.arraycopy(gradientThere, 0, gradient, 0, d);
        double sy = dot(s, y);
        double[] hy = times(y);
        double yhy = dot(y, hy);
        // a step without curvature teaches nothing
        if (!(sy > 1e-10 * Math.sqrt(dot(s, s) * dot(y, y))) || !(yhy < Double.POSITIVE_INFINITY)) return;
        for (int i = 0; i < d; i++)
            for (int j = 0; j < d; j++)
                h[i][j] += (1 + yhy / sy) * s[i] * s[j] / sy - (s[i] * hy[j] + hy[i] * s[j]) / sy;
    }

    /** g' H g at the point of the search: twice the gain that a Newton step promises. */
    double decrement() {
        return dot(gradient, times(gradient));
    }

    /** Where a Newton step from the point of the search leads. */
    double[] next() {
        double[] step = times(gradient);
        double[] to = new double[x.length];
        for (int i = 0; i < to.length; i++) to[i] = x[i] - step[i];
        return to;
    }

    private double[] times(double[] v) {
        double[] result = new double[v.length];
        for (int i = 0; i < v.length; i++) result[i] = dot(h[i], v);
        return result;
    }

    private static double dot(double[] a, double[] b) {
        double s = 0;
        for (int i = 0; i < a.length; i++) s += a[i] * b[i];
        return s;
    }
}
