package org.glmmsql.family;

/** Weighted means of powers of numbers about 0. */
record Moments(double second, double third, double fourth) {
    /** Of the residuals y - mu; a second moment of 0 is told as one that has a logarithm. */
    static Moments ofResiduals(double[] y, double[] w, double[] mu) {
        double weights = 0;
        double second = 0;
        double third = 0;
        double fourth = 0;
        for (int i = 0; i < y.length; i++) {
            double square = (y[i] - mu[i]) * (y[i] - mu[i]);
            weights += w[i];
            second += w[i] * square;
            third += w[i] * square * (y[i] - mu[i]);
            fourth += w[i] * square * square;
        }
        return new Moments(Math.max(second / weights, 1e-300), third / weights, fourth / weights);
    }
}
