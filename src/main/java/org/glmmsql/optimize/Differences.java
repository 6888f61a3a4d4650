package org.glmmsql.optimize;

/** Second derivatives from exact gradients. */
public final class Differences {
    /** Relative step: gradients are good to about 1e-11, so rounding and truncation both leave about 1e-8. */
    private static final double STEP = 6e-5;

    private Differences() {}

    /** The symmetric Hessian at x by central differences of the gradient: 2 d evaluations. */
    public static double[][] hessian(Objective objective, double[] x) {
        int d = x.length;
        double[][] h = new double[d][d];
        double[] up = new double[d];
        double[] down = new double[d];
        double[] shifted = x.clone();
        for (int k = 0; k < d; k++) {
            double step = STEP * Math.max(1, Math.abs(x[k]));
            shifted[k] = x[k] + step;
            objective.evaluate(shifted, up);
            shifted[k] = x[k] - step;
            objective.evaluate(shifted, down);
            shifted[k] = x[k];
            for (int i = 0; i < d; i++) h[i][k] = (up[i] - down[i]) / (2 * step);
        }
        for (int i = 0; i < d; i++)
            for (int j = 0; j < i; j++) {
                double mean = 0.5 * (h[i][j] + h[j][i]);
                h[i][j] = mean;
                h[j][i] = mean;
            }
        return h;
    }
}
