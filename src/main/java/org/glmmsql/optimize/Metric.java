package org.glmmsql.optimize;

/** An inverse Hessian that learns from gradients along a search: the update of Broyden, Fletcher, Goldfarb and Shanno. */
final class Metric {
    /** Squared lengths, in standard errors, of steps that show a third derivative: not lost in rounding, and not hidden by the fourth. */
    private static final double SHORT = 1e-4, LONG = 4;

    private final double[][] h;
    private final double[] x;
    private final double[] gradient;
    private double value;
    /** Infinite as long as it is not known. */
    private double skewness = Double.POSITIVE_INFINITY;

    Metric(double[][] guess, double[] x, double value, double[] gradient) {
        this.value = value;
        h = new double[guess.length][];
        for (int i = 0; i < h.length; i++) h[i] = guess[i].clone();
        this.x = x.clone();
        this.gradient = gradient.clone();
    }

    /** The search has moved on. */
    void moveTo(double[] to, double valueThere, double[] gradientThere) {
        int d = x.length;
        double[] s = new double[d];
        double[] y = new double[d];
        for (int i = 0; i < d; i++) {
            s[i] = to[i] - x[i];
            y[i] = gradientThere[i] - gradient[i];
        }
        System.arraycopy(to, 0, x, 0, d);
        System.arraycopy(gradientThere, 0, gradient, 0, d);
        double sy = Vectors.dot(s, y);
        // the trapezoid rule is wrong by a twelfth of the third derivative
        double third = 12 * Math.abs(value - valueThere + Vectors.dot(s, gradient) - 0.5 * sy);
        if (sy > SHORT && sy < LONG) {
            double along = third / (sy * Math.sqrt(sy));
            skewness = Double.isInfinite(skewness) ? along : Math.max(skewness, along);
        }
        value = valueThere;
        double[] hy = times(y);
        double yhy = Vectors.dot(y, hy);
        // a step without curvature teaches nothing
        if (!(sy > 1e-10 * Math.sqrt(Vectors.dot(s, s) * Vectors.dot(y, y))) || !(yhy < Double.POSITIVE_INFINITY))
            return;
        for (int i = 0; i < d; i++)
            for (int j = 0; j < d; j++)
                h[i][j] += (1 + yhy / sy) * s[i] * s[j] / sy - (s[i] * hy[j] + hy[i] * s[j]) / sy;
    }

    /** Largest relative change of the curvature along a step of the search that one standard error makes; infinite as long as none was of a size to show it. */
    double skewness() {
        return skewness;
    }

    /** g' H g at the point of the search: twice the gain that a Newton step promises. */
    double decrement() {
        return Vectors.dot(gradient, times(gradient));
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
        for (int i = 0; i < v.length; i++) result[i] = Vectors.dot(h[i], v);
        return result;
    }
}
