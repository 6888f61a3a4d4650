package org.glmmsql.likelihood;

import java.io.Serializable;

/** What clusters add up to: log-likelihood, and its gradient by the coefficients of the predictors, Lambda (q x q) and the laws' theta. */
final class ClusterSums implements Serializable {
    private static final long serialVersionUID = 1;

    double value;
    final double[] coefficients;
    final double[] lambda;
    final double[] law;

    ClusterSums(Clusters clusters) {
        coefficients = new double[clusters.data.thetaFrom()];
        lambda = new double[clusters.q * clusters.q];
        law = new double[clusters.q];
    }

    void add(ClusterSums other) {
        value += other.value;
        add(coefficients, other.coefficients);
        add(lambda, other.lambda);
        add(law, other.law);
    }

    private static void add(double[] sum, double[] part) {
        for (int i = 0; i < sum.length; i++) sum[i] += part[i];
    }
}
