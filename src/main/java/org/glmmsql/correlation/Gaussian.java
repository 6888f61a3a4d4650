package org.glmmsql.correlation;

/** exp(-z^2) at z ranges (D-C11). */
final class Gaussian extends ByDistance {
    @Override
    double correlation(double z, double[] theta, int from, double[] slopes) {
        double rho = Math.exp(-z * z);
        slopes[0] = -2 * z * rho;
        return rho;
    }
}
