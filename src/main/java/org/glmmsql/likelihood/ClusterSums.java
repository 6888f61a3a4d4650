package org.glmmsql.likelihood;

/** What clusters add up to: log-likelihood, and its gradient by beta, delta, Lambda (q x q) and the laws' theta. */
final class ClusterSums {
    double value;
    final double[] beta;
    final double[] delta;
    final double[] lambda;
    final double[] law;

    ClusterSums(Clusters clusters) {
        beta = new double[clusters.p];
        delta = new double[clusters.data.d().length];
        lambda = new double[clusters.q * clusters.q];
        law = new double[clusters.q];
    }

    void add(ClusterSums other) {
        value += other.value;
        add(beta, other.beta);
        add(delta, other.delta);
        add(lambda, other.lambda);
        add(law, other.law);
    }

    private static void add(double[] sum, double[] part) {
        for (int i = 0; i < sum.length; i++) sum[i] += part[i];
    }
}
