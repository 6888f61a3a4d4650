package org.glmmsql.likelihood;

import java.util.Arrays;
import org.glmmsql.random.RandomLaw;

/**
 * Sums over the nodes w^ + sqrt(2) L^-T x of the product rule in log space (D12), node by node for all clusters of a run: largest
 * summand and sum relative to it, and, relative to the largest too and still to be divided by the sum, the averages of the scores, of
 * dh/dw (A), of sqrt(2) dh/dw x' (B) and of h's own part of the gradients by Lambda and the laws (D13).
 */
final class ClusterQuadrature {
    private final ClusterRows rows;
    private final ClusterNewton newton;
    private final ProductRule rule;
    private final int q;
    private final RowDerivatives f;
    private final double[][] eta;

    /** By cluster. */
    final double[] max;

    final double[] total;
    final double[] slope;
    final double[] rotation;
    final double[] lambdaPart;
    final double[] lawPart;
    private final double[] nodeMode;
    /** By predictor and row. */
    final double[][] score;

    private final double[] column;

    ClusterQuadrature(
            ClusterRows rows, ClusterNewton newton, ProductRule rule, int runRows, int clusters, double[][] score) {
        this.rows = rows;
        this.newton = newton;
        this.rule = rule;
        this.score = score;
        q = rows.q;
        f = new RowDerivatives(rows.data, rows.data.random(), runRows);
        eta = rows.predictors(runRows);
        max = new double[clusters];
        total = new double[clusters];
        slope = new double[clusters * q];
        rotation = new double[clusters * q * q];
        lambdaPart = new double[clusters * q * q];
        lawPart = new double[clusters * q];
        nodeMode = new double[clusters * q];
        column = new double[q];
    }

    /** @param late clusters that are left out */
    void sum(double[] modes, boolean[] late, Clusters.Parameters at) {
        int count = rows.count();
        Arrays.fill(max, 0, count, Double.NEGATIVE_INFINITY);
        Arrays.fill(total, 0, count, 0);
        Arrays.fill(slope, 0, count * q, 0);
        Arrays.fill(rotation, 0, count * q * q, 0);
        Arrays.fill(lambdaPart, 0, count * q * q, 0);
        Arrays.fill(lawPart, 0, count * q, 0);
        for (double[] s : score) Arrays.fill(s, 0, rows.rows, 0);
        for (int node = 0; node < rule.size; node++) {
            double[] x = rule.x[node];
            for (int c = 0; c < count; c++) {
                if (late[c]) continue;
                int place = c * q;
                for (int k = 0; k < q; k++) nodeMode[place + k] = Math.sqrt(2) * x[k];
                SmallCholesky.backward(newton.h, c * q * q, q, nodeMode, place);
                for (int k = 0; k < q; k++) nodeMode[place + k] += modes[(rows.first + c) * q + k];
                rows.predict(c, nodeMode, place, at, eta);
            }
            rows.evaluate(f, eta, f.node);
            for (int c = 0; c < count; c++) if (!late[c]) addNode(c, x, rule.logWeight[node], at);
        }
    }

    private void addNode(int c, double[] x, double logWeight, Clusters.Parameters at) {
        int row = rows.row(c);
        int rowEnd = rows.rowEnd(c);
        newton.evaluateLaws(nodeMode, c * q, at);
        double summand = logWeight + ModelData.sum(f.value(), row, rowEnd);
        for (int k = 0; k < q; k++) summand += newton.law[k][RandomLaw.F];
        if (!(summand > Double.NEGATIVE_INFINITY)) return; // a node outside the domain has density 0
        if (summand > max[c]) {
            if (total[c] > 0) shrink(c, Math.exp(max[c] - summand));
            max[c] = summand;
        }
        double weight = Math.exp(summand - max[c]);
        total[c] += weight;
        for (int s = 0; s < score.length; s++) {
            double[] first = f.first(s);
            double[] sum = score[s];
            for (int j = row; j < rowEnd; j++) sum[j] += weight * first[j];
        }
        int from = rows.from;
        for (int i = 0; i < q; i++) {
            double[] first = f.first(rows.clusters.predictor[i]);
            column[i] = weight * ModelData.dot(rows.z[i], from + row, rowEnd - row, first, row);
        }
        for (int i = 0; i < q; i++) {
            double hw = weight * newton.law[i][RandomLaw.F1];
            for (int k = i; k < q; k++) hw += at.lambda[k * q + i] * column[k];
            slope[c * q + i] += hw;
            lawPart[c * q + i] += weight * newton.law[i][RandomLaw.F_T];
            for (int k = 0; k < q; k++) {
                lambdaPart[(c * q + i) * q + k] += column[i] * nodeMode[c * q + k];
                rotation[(c * q + i) * q + k] += Math.sqrt(2) * hw * x[k];
            }
        }
    }

    private void shrink(int c, double by) {
        total[c] *= by;
        for (double[] s : score) scale(s, rows.row(c), rows.rowEnd(c), by);
        scale(slope, c * q, (c + 1) * q, by);
        scale(lawPart, c * q, (c + 1) * q, by);
        scale(rotation, c * q * q, (c + 1) * q * q, by);
        scale(lambdaPart, c * q * q, (c + 1) * q * q, by);
    }

    static void scale(double[] v, int from, int end, double by) {
        for (int i = from; i < end; i++) v[i] *= by;
    }
}
