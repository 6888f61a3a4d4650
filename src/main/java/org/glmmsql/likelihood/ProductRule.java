package org.glmmsql.likelihood;

/** Gauss-Hermite nodes of the product rule in q dimensions for the weight exp(-|x|^2): x, size x q, and log weights including |x|^2. */
final class ProductRule {
    final int size;
    final double[][] x;
    final double[] logWeight;

    ProductRule(int nodes, int q) {
        GaussHermite rule = new GaussHermite(nodes);
        size = (int) Math.pow(nodes, q);
        x = new double[size][q];
        logWeight = new double[size];
        for (int g = 0; g < size; g++) {
            for (int k = 0, rest = g; k < q; k++, rest /= nodes) {
                double node = rule.nodes[rest % nodes];
                x[g][k] = node;
                logWeight[g] += rule.logWeights[rest % nodes] + node * node;
            }
        }
    }
}
