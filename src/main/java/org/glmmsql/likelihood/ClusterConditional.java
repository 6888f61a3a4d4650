package org.glmmsql.likelihood;

import java.util.Arrays;

/** Modes of the clusters of a run as effects, with their covariances and their slopes by the coefficients of the mean, and by thresholds. */
final class ClusterConditional {
    private final ClusterRows rows;
    private final ClusterNewton newton;
    private final int q;
    private final int p;
    private final double[] b;
    private final double[] inverse;
    private final double[] matrix;
    private final double[] product;
    private final double[] column;
    private final double[][] slopes;
    private final double[][] weighted;

    ClusterConditional(ClusterRows rows, ClusterNewton newton) {
        this.rows = rows;
        this.newton = newton;
        q = rows.q;
        p = rows.data.followed();
        b = new double[q];
        inverse = new double[q * q];
        matrix = new double[q * q];
        product = new double[q * q];
        column = new double[q];
        slopes = new double[q][p];
        weighted = new double[rows.data.predictors().size()][rows.rows];
    }

    /** Stores a cluster whose Newton step from its mode is in hand; the step is taken if it is a small one. */
    void store(int c, double[] modes, double smallStep, Clusters.Parameters at, ClusterEffects to) {
        SmallCholesky.invert(newton.h, c * q * q, q, inverse, 0);
        at.sandwich(inverse, product, matrix);
        int row = rows.row(c);
        int rowEnd = rows.rowEnd(c);
        int[] predictor = rows.clusters.predictor;
        for (int k = 0; k < p; k++) {
            // db/dbeta = Lambda H^-1 Lambda' Z' diag(l'') X
            for (int s : rows.f.random) Arrays.fill(weighted[s], row, rowEnd, 0);
            rows.data.forEachColumn(k, (t, x) -> {
                for (int s : rows.f.random) {
                    double[] second = rows.f.second(s, t);
                    for (int j = row; j < rowEnd; j++) weighted[s][j] += second[j] * x[rows.from + j];
                }
            });
            for (int i = 0; i < q; i++)
                column[i] = ModelData.dot(rows.z[i], rows.from + row, rowEnd - row, weighted[predictor[i]], row);
            for (int i = 0; i < q; i++) {
                double sum = 0;
                for (int e = 0; e < q; e++) sum += matrix[i * q + e] * column[e];
                slopes[i][k] = sum;
            }
        }
        int mode = (rows.first + c) * q;
        if (newton.decrement[c] < smallStep) for (int k = 0; k < q; k++) modes[mode + k] += newton.step[c * q + k];
        at.multiply(modes, mode, b);
        store(rows.first + c, to);
    }

    /** One cluster's effects, covariance and slopes, by term. */
    private void store(int cluster, ClusterEffects to) {
        int row = rows.clusters.start[cluster];
        int k = 0;
        for (int t = 0; t < to.level().length; t++) {
            TermData term = rows.data.terms().get(t);
            ConditionalModes.Term result = to.modes().terms().get(t);
            to.level()[t][cluster] = term.original()[term.level()[row]];
            int qt = term.q();
            for (int i = 0, e = 0; i < qt; i++) {
                result.b()[cluster][i] = b[k + i];
                System.arraycopy(slopes[k + i], 0, result.slopes()[cluster], i * p, p);
                for (int j = 0; j <= i; j++, e++) result.covariance()[cluster][e] = matrix[(k + i) * q + k + j];
            }
            k += qt;
        }
        for (ConditionalModes.Between pair : to.modes().between()) {
            int i = rows.clusters.firstOf(rows.data.terms().get(pair.first()));
            int j = rows.clusters.firstOf(rows.data.terms().get(pair.second()));
            int qi = rows.data.terms().get(pair.first()).q();
            int qj = rows.data.terms().get(pair.second()).q();
            double[] block = new double[qi * qj];
            for (int e = 0; e < qi; e++) System.arraycopy(matrix, (i + e) * q + j, block, e * qj, qj);
            pair.covariances()[cluster] = block;
        }
    }
}
