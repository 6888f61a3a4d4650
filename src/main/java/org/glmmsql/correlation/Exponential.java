package org.glmmsql.correlation;

/** exp(-z) at z ranges (D-C10). */
final class Exponential extends ByDistance {
    @Override
    double correlation(double z, double[] theta, int from, double[] slopes) {
        double rho = Math.exp(-z);
        slopes[0] = -rho;
        return rho;
    }
}
