package org.glmmsql.likelihood;

import java.util.Arrays;
import org.glmmsql.random.RandomLaw;
import org.jspecify.annotations.Nullable;

/**
 * Log-likelihoods of the clusters of a run by Laplace's approximation or quadrature about their modes, and their gradient (D8 to D14).
 * What belongs to rows, the scores by the predictors, is left in {@link #score}.
 */
final class ClusterGradient {
    private static final double LOG_2PI = Math.log(2 * Math.PI);

    private final ClusterRows rows;
    private final ClusterNewton newton;
    private final Clusters clusters;
    private final int q;
    /** Null for Laplace. */
    private final @Nullable ClusterQuadrature quadrature;

    private final LaplaceScores laplace;
    /** By predictor and row. */
    final double[][] score;

    // of one cluster
    private final double[] b;
    /** H^-1 - 2 K: half of it multiplies dH in the gradient (D14); for Laplace K = 0. */
    private final double[] m2;
    /** Lambda m2 Lambda'. */
    private final double[] matrix;

    private final double[] rhs;
    private final double[] column;
    private final double[] product;
    private final double[] zThrough;

    ClusterGradient(ClusterRows rows, ClusterNewton newton, ProductRule rule, int runRows, int count) {
        this.rows = rows;
        this.newton = newton;
        clusters = rows.clusters;
        q = rows.q;
        int predictors = rows.data.predictors().size();
        score = new double[predictors][runRows];
        quadrature = rule.size > 1 ? new ClusterQuadrature(rows, newton, rule, runRows, count, score) : null;
        laplace = new LaplaceScores(rows.f, predictors, q > 1 ? runRows : 0);
        b = new double[q];
        m2 = new double[q * q];
        matrix = new double[q * q];
        rhs = new double[q];
        column = new double[q];
        product = new double[q * q];
        zThrough = new double[q];
    }

    /**
     * Adds the clusters that are not late, whose derivatives and last Newton steps are in hand; the steps are taken. That is done to the
     * first order: r + H^-1 g for the r of (D8), and g' H^-1 g / 2 + r' g for the value.
     */
    void add(double[] modes, boolean[] late, Clusters.Parameters at, ClusterSums sums) {
        if (quadrature != null) quadrature.sum(modes, late, at);
        for (int c = 0; c < rows.count(); c++) {
            if (late[c]) for (double[] s : score) Arrays.fill(s, rows.row(c), rows.rowEnd(c), 0);
            else addCluster(c, modes, at, sums);
        }
    }

    private void addCluster(int c, double[] modes, Clusters.Parameters at, ClusterSums sums) {
        int mode = (rows.first + c) * q;
        double[] h = newton.h;
        double[][] law = newton.law;
        double logLik = 0.5 * q * LOG_2PI - 0.5 * SmallCholesky.logDet(h, c * q * q, q);
        SmallCholesky.invert(h, c * q * q, q, m2, 0);
        newton.evaluateLaws(modes, mode, at);
        logLik = quadrature == null ? addHeight(c, logLik, sums) : logLik + averageOf(c, quadrature, sums);
        at.sandwich(m2, product, matrix);
        sumThrough(c);
        for (int k = 0; k < q; k++) rhs[k] += 0.5 * law[k][RandomLaw.F3] * m2[k * q + k];
        at.addTransposed(zThrough, 0, rhs);
        SmallCholesky.forward(h, c * q * q, q, rhs, 0);
        SmallCholesky.backward(h, c * q * q, q, rhs, 0);
        for (int k = 0; k < q; k++) {
            logLik += rhs[k] * newton.g[c * q + k];
            if (quadrature == null) rhs[k] += newton.step[c * q + k];
        }
        at.multiply(rhs, 0, b);
        finishScores(c);
        if (q > 0) addLambdaGradient(c, modes, at, sums);
        if (!clusters.plainNormal)
            for (int k = 0; k < q; k++)
                sums.law[k] += 0.5 * law[k][RandomLaw.F2_T] * m2[k * q + k] + law[k][RandomLaw.F1_T] * rhs[k];
        sums.value += logLik;
        for (int k = 0; k < q; k++) modes[mode + k] += newton.step[c * q + k];
    }

    /** Adds h of a cluster at its mode, with nothing in {@link #rhs}. */
    private double addHeight(int c, double logLik, ClusterSums sums) {
        double height =
                logLik + (ModelData.sum(rows.f.value(), rows.row(c), rows.rowEnd(c)) + 0.5 * newton.decrement[c]);
        Arrays.fill(rhs, 0, q, 0);
        for (int k = 0; k < q; k++) {
            height += newton.law[k][RandomLaw.F];
            sums.law[k] += newton.law[k][RandomLaw.F_T];
        }
        return height;
    }

    /** The log of the sum over the nodes, with A in {@link #rhs} and -2 K in {@link #m2}. */
    private double averageOf(int c, ClusterQuadrature nodes, ClusterSums sums) {
        double inverseTotal = 1 / nodes.total[c];
        for (int i = 0; i < q * q; i++) {
            sums.lambda[i] += inverseTotal * nodes.lambdaPart[c * q * q + i];
            nodes.rotation[c * q * q + i] *= inverseTotal;
        }
        for (int k = 0; k < q; k++) {
            rhs[k] = inverseTotal * nodes.slope[c * q + k];
            sums.law[k] += inverseTotal * nodes.lawPart[c * q + k];
        }
        subtractRotation(c, nodes.rotation);
        return nodes.max[c] + Math.log(nodes.total[c]) - 0.5 * q * Math.log(Math.PI);
    }

    /** T = Z't, t of (D10). */
    private void sumThrough(int c) {
        int row = rows.row(c);
        int rowEnd = rows.rowEnd(c);
        int from = rows.from;
        if (q == 1) {
            sumOneThrough(row, rowEnd);
            return;
        }
        if (q == 0) return;
        int[] random = rows.f.random;
        for (double[] leverage : laplace.leverages) Arrays.fill(leverage, row, rowEnd, 0);
        for (int i = 0; i < q; i++)
            for (int k = 0; k <= i; k++) {
                int u = Arrays.binarySearch(random, clusters.predictor[i]);
                int v = Arrays.binarySearch(random, clusters.predictor[k]);
                double[] leverage = laplace.leverage(u, v);
                double m = (i == k || u != v ? 1 : 2) * matrix[i * q + k];
                double[] zi = rows.z[i];
                double[] zk = rows.z[k];
                for (int j = row; j < rowEnd; j++) leverage[j] += m * zi[from + j] * zk[from + j];
            }
        laplace.sumThrough(row, rowEnd, true);
        for (int k = 0; k < q; k++)
            zThrough[k] =
                    ModelData.dot(rows.z[k], from + row, rowEnd - row, laplace.through[clusters.predictor[k]], row);
    }

    private void sumOneThrough(int row, int rowEnd) {
        int s = clusters.predictor[0];
        int from = rows.from;
        double[] l3 = rows.f.third(s, s, s);
        double[] z0 = rows.z[0];
        double even = 0;
        double odd = 0;
        int j = row;
        for (; j + 1 < rowEnd; j += 2) {
            double z1 = z0[from + j];
            double z2 = z0[from + j + 1];
            even += z1 * z1 * z1 * l3[j];
            odd += z2 * z2 * z2 * l3[j + 1];
        }
        if (j < rowEnd) even += z0[from + j] * z0[from + j] * z0[from + j] * l3[j];
        zThrough[0] = 0.5 * matrix[0] * (even + odd);
    }

    /** (D10) for the rows of a cluster, with c = z' Lambda r; l_s is there already, averaged over the nodes, for quadrature. */
    private void finishScores(int c) {
        int row = rows.row(c);
        int rowEnd = rows.rowEnd(c);
        for (int s = 0; s < score.length; s++) {
            if (quadrature == null) System.arraycopy(rows.f.first(s), row, score[s], row, rowEnd - row);
            else ClusterQuadrature.scale(score[s], row, rowEnd, 1 / quadrature.total[c]);
        }
        if (q == 1) {
            finishScoresOfOne(row, rowEnd);
        } else if (q > 1) {
            int[] random = rows.f.random;
            for (double[] change : laplace.change) Arrays.fill(change, row, rowEnd, 0);
            for (int k = 0; k < q; k++) {
                double[] zk = rows.z[k];
                double r = b[k];
                double[] change = laplace.change[Arrays.binarySearch(random, clusters.predictor[k])];
                for (int j = row; j < rowEnd; j++) change[j] += r * zk[rows.from + j];
            }
            laplace.sumThrough(row, rowEnd, false);
            for (int s = 0; s < score.length; s++) laplace.addTo(score[s], s, row, rowEnd);
        }
    }

    /** With one effect S and c are multiples of z^2 and z, and need no room. */
    private void finishScoresOfOne(int row, int rowEnd) {
        int u = clusters.predictor[0];
        int from = rows.from;
        double[] z0 = rows.z[0];
        double half = 0.5 * matrix[0];
        double r = b[0];
        for (int s = 0; s < score.length; s++) {
            double[] to = score[s];
            double[] second = rows.f.second(s, u);
            double[] third = rows.f.third(s, u, u);
            for (int j = row; j < rowEnd; j++) {
                double zj = z0[from + j];
                to[j] += zj * (half * zj * third[j] + r * second[j]);
            }
        }
    }

    /**
     * df/dLambda (D11): Z' score w' + Z' l' r' + Z' diag(l'') Z Lambda M2, where Z' score = G + T + C Lambda r. With quadrature, h's own
     * part G w' is in the sums already, averaged over the nodes.
     */
    private void addLambdaGradient(int c, double[] modes, Clusters.Parameters at, ClusterSums sums) {
        int block = c * q * q;
        for (int i = 0; i < q; i++) {
            double zs = zThrough[i] + (quadrature == null ? newton.zScore[c * q + i] : 0);
            for (int k = 0; k < q; k++) zs += newton.zCurvature[block + i * q + k] * b[k];
            for (int k = 0; k < q; k++)
                sums.lambda[i * q + k] += zs * modes[(rows.first + c) * q + k] + newton.zScore[c * q + i] * rhs[k];
        }
        newton.multiplyCurvature(c, at.lambda, product);
        for (int i = 0; i < q; i++)
            for (int k = 0; k < q; k++) {
                double sum = 0;
                for (int e = 0; e < q; e++) sum += product[i * q + e] * m2[e * q + k];
                sums.lambda[i * q + k] += sum;
            }
    }

    /** m2 -= 2 K with K = -L^-T sym(Phi(C)) L^-1, C = B' L^-T, Phi the lower triangle with half the diagonal. */
    private void subtractRotation(int c, double[] rotation) {
        int factor = c * q * q;
        double[] h = newton.h;
        // C' = L^-1 B, column by column
        for (int k = 0; k < q; k++) {
            for (int i = 0; i < q; i++) column[i] = rotation[factor + i * q + k];
            SmallCholesky.forward(h, factor, q, column, 0);
            for (int i = 0; i < q; i++) matrix[k * q + i] = column[i];
        }
        for (int i = 0; i < q; i++)
            for (int k = 0; k < q; k++) product[i * q + k] = 0.5 * (i >= k ? matrix[i * q + k] : matrix[k * q + i]);
        // L^-T S L^-1 for symmetric S: solve from both sides
        for (int k = 0; k < q; k++) {
            for (int i = 0; i < q; i++) column[i] = product[i * q + k];
            SmallCholesky.backward(h, factor, q, column, 0);
            for (int i = 0; i < q; i++) product[i * q + k] = column[i];
        }
        for (int i = 0; i < q; i++) SmallCholesky.backward(h, factor, q, product, i * q);
        for (int i = 0; i < q * q; i++) m2[i] += 2 * product[i];
    }
}
