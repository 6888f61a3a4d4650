package org.glmmsql.likelihood;

import java.util.Arrays;
import java.util.List;
import org.glmmsql.family.Density;
import org.glmmsql.random.RandomLaw;
import org.jspecify.annotations.Nullable;

/**
 * The arithmetic of {@link ClusterLikelihood} for a run of clusters, with the scratch for it. What belongs to rows lies in arrays over the
 * whole run, so that densities and predictors are long vector loops; what belongs to a cluster is made of its sums G = Z'l', C = Z'diag(l'')Z
 * and T, from which Lambda leads to g, H and the gradient. Nothing is allocated in a pass.
 */
final class ClusterRun {
    private static final int MAX_NEWTON = 100;
    private static final int MAX_HALVINGS = 40;
    /** A shorter share of Newton's step is cramped; so many are the end. */
    private static final double CRAMPED = 1e-3;

    private static final int MAX_CRAMPED = 3;
    /** Where else the search for the highest of several modes begins, in standard deviations. */
    private static final double REACH = 2;
    /** Passes over a run that move all its clusters. */
    private static final int MAX_PASSES = 6;
    /** When the clusters that are not there yet have less than this share of the rows, they go on one by one. */
    private static final double FEW = 0.2;
    /** Newton stops when a step's decrement is below this; the step is still taken, so the modes are good to its square. */
    private static final double MODE_TOLERANCE = 1e-11;
    /** The same for passes over a run, whose last one takes one more step to the first order. */
    private static final double PASS_TOLERANCE = 1e-7;
    /** The decrement of that last step, at most. */
    private static final double LAST_TOLERANCE = 1e-13;
    /** A longer step than this decrement's is shortened to it: so far away the quadratic may be none. */
    private static final double FAR = 4;

    private static final double LOG_2PI = Math.log(2 * Math.PI);

    private final Clusters clusters;
    private final ModelData data;
    private final int p;
    private final int q;
    private final double[][] z;
    private final ProductRule rule;
    private final boolean concave;
    /** Modes of all clusters, q each: where the search starts, and what it finds. */
    private final double[] modes;

    private final int longest;
    private @Nullable ClusterRun single;

    private int first;
    private int end;
    private int from;
    private int rows;
    /** Whether some row of the run stands for several. */
    private boolean merged;

    // by row of the run
    private final double[] eta0;
    private final double[] eta;
    private final double[] tau;
    private final double[][] out;
    private final double[] score;
    private final double[] tauScore;
    /** Half the third derivative times the leverage of (D9); unused for q = 1, where it is recomputed. */
    private final double[] through;

    private final double[] leverage;
    private final double[] nodeEta;
    private final double[][] nodeOut;

    // by cluster of the run
    private final double[] zScore;
    private final double[] zCurvature;
    private final double[] g;
    private final double[] h;
    private final double[] step;
    /** The last steps taken. */
    private final double[] moved;

    private final double[] decrement;
    private final double[] value;
    private final boolean[] late;
    /** Whether the steps of all clusters together led nowhere. */
    private final boolean[] lost;
    /** Of the quadrature: largest log summand, sum relative to it, and averages of dh/dw, sqrt(2) dh/dw x', dh/dLambda, dh/dtheta. */
    private final double[] max;

    private final double[] total;
    private final double[] nodeMode;
    private final double[] slope;
    private final double[] rotation;
    private final double[] lambdaPart;
    private final double[] lawPart;

    // of one cluster
    private final double[] b;
    private final double[] previous;
    private final double[] m2;
    private final double[] rhs;
    private final double[] column;
    private final double[] matrix;
    private final double[] product;
    private final double[] zThrough;
    private final double[][] law;

    static ClusterRun of(Clusters clusters, int[] runStart, ProductRule rule, double[] modes) {
        int rows = 0;
        int most = 0;
        for (int i = 0; i + 1 < runStart.length; i++) {
            rows = Math.max(rows, clusters.start[runStart[i + 1]] - clusters.start[runStart[i]]);
            most = Math.max(most, runStart[i + 1] - runStart[i]);
        }
        int longest = 0;
        for (int c = 0; c < clusters.count; c++) longest = Math.max(longest, clusters.start[c + 1] - clusters.start[c]);
        return new ClusterRun(clusters, rows, most, longest, rule, modes);
    }

    private ClusterRun(Clusters clusters, int rows, int most, int longest, ProductRule rule, double[] modes) {
        this.clusters = clusters;
        this.data = clusters.data;
        this.p = clusters.p;
        this.q = clusters.q;
        this.z = clusters.z;
        this.rule = rule;
        this.concave = data.density().concave();
        this.modes = modes;
        this.longest = longest;
        int withTau = data.hasDispersion() ? rows : 0;
        boolean quadrature = rule.size > 1;
        eta0 = new double[rows];
        eta = new double[rows];
        tau = new double[withTau];
        out = densityRows(rows, withTau);
        score = new double[rows];
        tauScore = new double[withTau];
        through = new double[q > 1 ? rows : 0];
        leverage = new double[q > 1 || withTau > 0 ? rows : 0];
        nodeEta = new double[quadrature ? rows : 0];
        nodeOut = quadrature ? densityRows(rows, withTau) : new double[0][];
        zScore = new double[most * q];
        zCurvature = new double[most * q * q];
        g = new double[most * q];
        h = new double[most * q * q];
        step = new double[most * q];
        moved = new double[most * q];
        decrement = new double[most];
        value = new double[most];
        late = new boolean[most];
        lost = new boolean[most];
        int nodes = quadrature ? most : 0;
        max = new double[nodes];
        total = new double[nodes];
        nodeMode = new double[nodes * q];
        slope = new double[nodes * q];
        rotation = new double[nodes * q * q];
        lambdaPart = new double[nodes * q * q];
        lawPart = new double[nodes * q];
        b = new double[q];
        previous = new double[q];
        m2 = new double[q * q];
        rhs = new double[q];
        column = new double[q];
        matrix = new double[q * q];
        product = new double[q * q];
        zThrough = new double[q];
        law = new double[q][RandomLaw.ROWS];
    }

    private static double[][] densityRows(int rows, int withTau) {
        double[][] result = new double[Density.ROWS][];
        for (int r = 0; r < Density.ROWS; r++) result[r] = new double[r < Density.L_TAU ? rows : withTau];
        return result;
    }

    /**
     * Adds the log-likelihood and gradient of clusters first..end-1 at the modes.
     *
     * @param search whether the modes are to be found on the way, and not as good as there
     * @return false if a cluster has no mode with a positive definite H
     */
    boolean evaluate(int first, int end, Clusters.Parameters at, boolean search, ClusterSums sums) {
        if (search) {
            searchAfresh(first, end);
            load(first, end, at);
            approachModes(at);
        } else {
            load(first, end, at);
        }
        boolean complete = expand(at, sums);
        addFixed(sums);
        if (complete) return true;
        for (int c = 0; c < end - first; c++) {
            if (!late[c]) continue;
            ClusterRun alone = single();
            alone.searchAfresh(first + c, first + c + 1);
            alone.load(first + c, first + c + 1, at);
            if (!alone.findMode(at) || !alone.expand(at, sums)) return false;
            alone.addFixed(sums);
        }
        return true;
    }

    private ClusterRun single() {
        if (single == null) single = new ClusterRun(clusters, longest, 1, longest, rule, modes);
        return single;
    }

    /** Where h may have several modes, which one is found must not depend on where the last search ended. */
    private void searchAfresh(int firstCluster, int endCluster) {
        if (!concave) Arrays.fill(modes, firstCluster * q, endCluster * q, 0);
    }

    /** The rows of clusters first..end-1 with eta at their last modes. */
    void load(int firstCluster, int endCluster, Clusters.Parameters at) {
        first = firstCluster;
        end = endCluster;
        from = clusters.start[first];
        rows = clusters.start[end] - from;
        merged = !data.unmerged(from, rows);
        data.fixedPredictor(from, rows, at.psi, eta0);
        data.logDispersion(from, rows, at.psi, tau);
        for (int c = 0; c < end - first; c++) predictor(c, modes, (first + c) * q, at, eta);
    }

    private int row(int c) {
        return clusters.start[first + c] - from;
    }

    private int rowEnd(int c) {
        return clusters.start[first + c + 1] - from;
    }

    /** eta0 + Z Lambda w of a cluster, for its effects w at {@code place}. */
    private void predictor(int c, double[] w, int place, Clusters.Parameters at, double[] to) {
        int row = row(c);
        int rowEnd = rowEnd(c);
        if (q == 1) {
            double[] z0 = z[0];
            double b0 = at.lambda[0] * w[place];
            for (int j = row; j < rowEnd; j++) to[j] = eta0[j] + z0[from + j] * b0;
            return;
        }
        at.multiply(w, place, b);
        System.arraycopy(eta0, row, to, row, rowEnd - row);
        for (int k = 0; k < q; k++) {
            double[] zk = z[k];
            double bk = b[k];
            for (int j = row; j < rowEnd; j++) to[j] += zk[from + j] * bk;
        }
    }

    /** log f and derivatives of all rows of the run at eta. */
    private void density(int want, double[] at, double[][] to) {
        data.density().evaluate(from, rows, data.y(), data.w(), at, tau, want, to);
        if (!merged) return;
        if ((want & Density.VALUE) != 0) multiplyCounts(to[Density.L]);
        if ((want & Density.NEWTON) != 0) {
            multiplyCounts(to[Density.L_ETA]);
            multiplyCounts(to[Density.L_ETA2]);
        }
        if ((want & Density.THIRD) != 0) multiplyCounts(to[Density.L_ETA3]);
        if ((want & Density.DISPERSION) != 0) for (int r = Density.L_TAU; r < Density.ROWS; r++) multiplyCounts(to[r]);
    }

    private void multiplyCounts(double[] v) {
        double[] count = data.count();
        for (int j = 0; j < rows; j++) v[j] *= count[from + j];
    }

    /** Newton steps of all clusters together from their last modes, as long as steps are worth a pass. */
    void approachModes(Clusters.Parameters at) {
        if (q == 0) return;
        Arrays.fill(late, 0, end - first, true);
        Arrays.fill(lost, 0, end - first, false);
        Arrays.fill(moved, 0, (end - first) * q, 0);
        for (int pass = 0; concave && pass < MAX_PASSES; pass++) {
            density(Density.NEWTON, eta, out);
            int lateRows = 0;
            for (int c = 0; c < end - first; c++) {
                if (!lost[c]) newtonStep(c, at);
                late[c] = lost[c] || !(decrement[c] <= PASS_TOLERANCE);
                if (late[c]) lateRows += rowEnd(c) - row(c);
                if (lost[c]) continue;
                lost[c] = Double.isNaN(decrement[c]);
                int mode = (first + c) * q;
                double t = decrement[c] > FAR ? Math.sqrt(FAR / decrement[c]) : 1;
                for (int k = 0; k < q; k++) {
                    // a step out of the range of the predictors is taken back
                    moved[c * q + k] = lost[c] ? -moved[c * q + k] : t * step[c * q + k];
                    modes[mode + k] += moved[c * q + k];
                }
                predictor(c, modes, mode, at, eta);
            }
            if (lateRows == 0) return;
            if (lateRows < FEW * rows) break;
        }
        for (int c = 0; c < end - first; c++) {
            if (!late[c]) continue;
            ClusterRun alone = single();
            alone.searchAfresh(first + c, first + c + 1);
            alone.load(first + c, first + c + 1, at);
            alone.findMode(at);
            predictor(c, modes, (first + c) * q, at, eta);
        }
    }

    /** g, the factor of H, step = H^-1 g and decrement g' H^-1 g (NaN if H is not positive definite) of a cluster at its mode so far. */
    private void newtonStep(int c, Clusters.Parameters at) {
        sumNewton(c);
        evaluateLaws(modes, (first + c) * q, at);
        if (q == 1) {
            double lambda = at.lambda[0];
            double slope = lambda * zScore[c] + law[0][RandomLaw.F1];
            double curvature = -lambda * lambda * zCurvature[c] - law[0][RandomLaw.F2];
            g[c] = slope;
            h[c] = Math.sqrt(curvature);
            step[c] = slope / curvature;
            decrement[c] = curvature > 0 && curvature < Double.POSITIVE_INFINITY ? slope * step[c] : Double.NaN;
            return;
        }
        fillGradient(c, at);
        fillHessian(c, at);
        solveForStep(c);
    }

    /** G = Z'l' and C = Z'diag(l'')Z of a cluster. */
    private void sumNewton(int c) {
        int row = row(c);
        int rowEnd = rowEnd(c);
        double[] l1 = out[Density.L_ETA];
        double[] l2 = out[Density.L_ETA2];
        if (q == 1) {
            double[] z0 = z[0];
            // even and odd rows apart: in one sum, each addition would wait for the last
            double g0 = 0;
            double g1 = 0;
            double c0 = 0;
            double c1 = 0;
            int j = row;
            for (; j + 1 < rowEnd; j += 2) {
                double even = z0[from + j];
                double odd = z0[from + j + 1];
                g0 += even * l1[j];
                g1 += odd * l1[j + 1];
                c0 += even * even * l2[j];
                c1 += odd * odd * l2[j + 1];
            }
            if (j < rowEnd) {
                double last = z0[from + j];
                g0 += last * l1[j];
                c0 += last * last * l2[j];
            }
            zScore[c] = g0 + g1;
            zCurvature[c] = c0 + c1;
            return;
        }
        for (int i = 0; i < q; i++) {
            double[] zi = z[i];
            zScore[c * q + i] = ModelData.dot(zi, from + row, rowEnd - row, l1, row);
            for (int k = 0; k <= i; k++) {
                double sum = ModelData.dot(zi, z[k], from + row, rowEnd - row, l2, row);
                zCurvature[(c * q + i) * q + k] = sum;
                zCurvature[(c * q + k) * q + i] = sum;
            }
        }
    }

    private void evaluateLaws(double[] w, int place, Clusters.Parameters at) {
        for (int k = 0; k < q; k++) at.evaluateLaw(k, w[place + k], law[k]);
    }

    /** g = Lambda' G + d log f / dw. */
    private void fillGradient(int c, Clusters.Parameters at) {
        for (int k = 0; k < q; k++) {
            double sum = law[k][RandomLaw.F1];
            for (int i = k; i < q; i++) sum += at.lambda[i * q + k] * zScore[c * q + i];
            g[c * q + k] = sum;
        }
    }

    /** H = -Lambda' C Lambda - d2 log f / dw2, lower triangle. */
    private void fillHessian(int c, Clusters.Parameters at) {
        double[] lambda = at.lambda;
        for (int i = 0; i < q; i++)
            for (int k = 0; k < q; k++) {
                double sum = 0;
                for (int e = k; e < q; e++) sum += zCurvature[(c * q + i) * q + e] * lambda[e * q + k];
                product[i * q + k] = sum;
            }
        for (int i = 0; i < q; i++)
            for (int k = 0; k <= i; k++) {
                double sum = i == k ? -law[k][RandomLaw.F2] : 0;
                for (int e = i; e < q; e++) sum -= lambda[e * q + i] * product[e * q + k];
                h[(c * q + i) * q + k] = sum;
            }
    }

    /** Factors H; step and decrement. */
    private void solveForStep(int c) {
        if (!SmallCholesky.factor(h, c * q * q, q)) {
            decrement[c] = Double.NaN;
            return;
        }
        System.arraycopy(g, c * q, step, c * q, q);
        SmallCholesky.forward(h, c * q * q, q, step, c * q);
        SmallCholesky.backward(h, c * q * q, q, step, c * q);
        double sum = 0;
        for (int k = 0; k < q; k++) sum += g[c * q + k] * step[c * q + k];
        decrement[c] = sum;
    }

    /**
     * Adds log-likelihoods and gradients, but leaves the scores by beta and delta in the rows for {@link #addFixed}. The last small step to
     * the mode is taken to the first order: r + H^-1 g for the r of (D8), and g' H^-1 g / 2 + r' g for the value. Clusters that are not
     * close enough to their mode for that add nothing and are marked late.
     *
     * @return whether no cluster is late
     */
    private boolean expand(Clusters.Parameters at, ClusterSums sums) {
        density(data.hasDispersion() ? Density.ALL : Density.ALL - Density.DISPERSION, eta, out);
        boolean complete = true;
        for (int c = 0; c < end - first; c++) {
            if (q == 0) {
                decrement[c] = 0;
            } else {
                newtonStep(c, at);
            }
            late[c] = !(decrement[c] < LAST_TOLERANCE);
            complete &= !late[c];
        }
        if (rule.size > 1) quadrature(at);
        for (int c = 0; c < end - first; c++) {
            if (late[c]) skip(c);
            else addCluster(c, at, sums);
        }
        return complete;
    }

    private void addCluster(int c, Clusters.Parameters at, ClusterSums sums) {
        int row = row(c);
        int rowEnd = rowEnd(c);
        int mode = (first + c) * q;
        boolean laplace = rule.size == 1;
        double logLik = 0.5 * q * LOG_2PI - 0.5 * SmallCholesky.logDet(h, c * q * q, q);
        // m2 = H^-1 - 2 K: half of it multiplies dH in the gradient (D14); for Laplace K = 0
        SmallCholesky.invert(h, c * q * q, q, m2, 0, column);
        evaluateLaws(modes, mode, at);
        if (laplace) {
            logLik += ModelData.sum(out[Density.L], row, rowEnd) + 0.5 * decrement[c];
            Arrays.fill(rhs, 0, q, 0);
            for (int k = 0; k < q; k++) {
                logLik += law[k][RandomLaw.F];
                sums.law[k] += law[k][RandomLaw.F_T];
            }
        } else {
            double inverseTotal = 1 / total[c];
            logLik += max[c] + Math.log(total[c]) - 0.5 * q * Math.log(Math.PI);
            for (int i = 0; i < q * q; i++) {
                sums.lambda[i] += inverseTotal * lambdaPart[c * q * q + i];
                rotation[c * q * q + i] *= inverseTotal;
            }
            for (int k = 0; k < q; k++) {
                rhs[k] = inverseTotal * slope[c * q + k];
                sums.law[k] += inverseTotal * lawPart[c * q + k];
            }
            subtractRotation(c);
        }
        at.sandwich(m2, product, matrix);
        sumThrough(row, rowEnd);
        for (int k = 0; k < q; k++) rhs[k] += 0.5 * law[k][RandomLaw.F3] * m2[k * q + k];
        at.addTransposed(zThrough, 0, rhs);
        SmallCholesky.forward(h, c * q * q, q, rhs, 0);
        SmallCholesky.backward(h, c * q * q, q, rhs, 0);
        for (int k = 0; k < q; k++) {
            logLik += rhs[k] * g[c * q + k];
            if (laplace) rhs[k] += step[c * q + k];
        }
        at.multiply(rhs, 0, b);
        finishScores(c, laplace);
        if (q > 0) addLambdaGradient(c, laplace, at, sums);
        if (!clusters.plainNormal)
            for (int k = 0; k < q; k++)
                sums.law[k] += 0.5 * law[k][RandomLaw.F2_T] * m2[k * q + k] + law[k][RandomLaw.F1_T] * rhs[k];
        sums.value += logLik;
        for (int k = 0; k < q; k++) modes[mode + k] += step[c * q + k];
    }

    /** T = Z' (l''' s / 2) with the leverages s = z' M z (D9), M = Lambda M2 Lambda' in {@link #matrix}. */
    private void sumThrough(int row, int rowEnd) {
        double[] l3 = out[Density.L_ETA3];
        if (q == 1) {
            double[] z0 = z[0];
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
            return;
        }
        if (q == 0) return;
        Arrays.fill(leverage, row, rowEnd, 0);
        for (int i = 0; i < q; i++)
            for (int k = 0; k <= i; k++) {
                double m = (i == k ? 1 : 2) * matrix[i * q + k];
                double[] zi = z[i];
                double[] zk = z[k];
                for (int j = row; j < rowEnd; j++) leverage[j] += m * zi[from + j] * zk[from + j];
            }
        for (int j = row; j < rowEnd; j++) through[j] = 0.5 * l3[j] * leverage[j];
        for (int k = 0; k < q; k++) zThrough[k] = ModelData.dot(z[k], from + row, rowEnd - row, through, row);
    }

    /** score = l' + l''' s / 2 + l'' c and its like by tau (D10), c = z' Lambda r; l' is there already, averaged over nodes, for quadrature. */
    private void finishScores(int c, boolean laplace) {
        int row = row(c);
        int rowEnd = rowEnd(c);
        double[] l1 = out[Density.L_ETA];
        double[] l2 = out[Density.L_ETA2];
        double[] l3 = out[Density.L_ETA3];
        if (laplace) System.arraycopy(l1, row, score, row, rowEnd - row);
        else scale(score, row, rowEnd, 1 / total[c]);
        if (q == 1) {
            double[] z0 = z[0];
            double half = 0.5 * matrix[0];
            double r = b[0];
            for (int j = row; j < rowEnd; j++) {
                double zj = z0[from + j];
                score[j] += zj * (half * zj * l3[j] + r * l2[j]);
            }
        } else {
            for (int k = 0; k < q; k++) {
                double[] zk = z[k];
                double r = b[k];
                for (int j = row; j < rowEnd; j++) score[j] += r * zk[from + j] * l2[j];
            }
            if (q > 0) for (int j = row; j < rowEnd; j++) score[j] += through[j];
        }
        if (data.hasDispersion()) finishTauScores(c, laplace);
    }

    private void finishTauScores(int c, boolean laplace) {
        int row = row(c);
        int rowEnd = rowEnd(c);
        if (laplace) System.arraycopy(out[Density.L_TAU], row, tauScore, row, rowEnd - row);
        else scale(tauScore, row, rowEnd, 1 / total[c]);
        double[] l1Tau = out[Density.L_ETA_TAU];
        double[] l2Tau = out[Density.L_ETA2_TAU];
        if (q == 1) {
            double[] z0 = z[0];
            for (int j = row; j < rowEnd; j++) leverage[j] = matrix[0] * z0[from + j] * z0[from + j];
        }
        if (q > 0) for (int j = row; j < rowEnd; j++) tauScore[j] += 0.5 * l2Tau[j] * leverage[j];
        for (int k = 0; k < q; k++) {
            double[] zk = z[k];
            double r = b[k];
            for (int j = row; j < rowEnd; j++) tauScore[j] += r * zk[from + j] * l1Tau[j];
        }
    }

    /**
     * df/dLambda (D11): Z' score w' + Z' l' r' + Z' diag(l'') Z Lambda M2, where Z' score = G + T + C Lambda r. With quadrature, h's own
     * part G w' is in the sums already, averaged over the nodes.
     */
    private void addLambdaGradient(int c, boolean laplace, Clusters.Parameters at, ClusterSums sums) {
        int block = c * q * q;
        for (int i = 0; i < q; i++) {
            double zs = zThrough[i] + (laplace ? zScore[c * q + i] : 0);
            for (int k = 0; k < q; k++) zs += zCurvature[block + i * q + k] * b[k];
            for (int k = 0; k < q; k++)
                sums.lambda[i * q + k] += zs * modes[(first + c) * q + k] + zScore[c * q + i] * rhs[k];
        }
        for (int i = 0; i < q; i++)
            for (int k = 0; k < q; k++) {
                double sum = 0;
                for (int e = k; e < q; e++) sum += zCurvature[block + i * q + e] * at.lambda[e * q + k];
                product[i * q + k] = sum;
            }
        for (int i = 0; i < q; i++)
            for (int k = 0; k < q; k++) {
                double sum = 0;
                for (int e = 0; e < q; e++) sum += product[i * q + e] * m2[e * q + k];
                sums.lambda[i * q + k] += sum;
            }
    }

    /** Leaves a cluster's rows out of {@link #addFixed}. */
    private void skip(int c) {
        Arrays.fill(score, row(c), rowEnd(c), 0);
        if (data.hasDispersion()) Arrays.fill(tauScore, row(c), rowEnd(c), 0);
    }

    /** The gradient by beta and delta from the scores of all rows. */
    private void addFixed(ClusterSums sums) {
        for (int k = 0; k < p; k++) sums.beta[k] += ModelData.dot(data.x()[k], from, rows, score, 0);
        for (int k = 0; k < data.d().length; k++) sums.delta[k] += ModelData.dot(data.d()[k], from, rows, tauScore, 0);
    }

    /**
     * Sums over the nodes w^ + sqrt(2) L^-T x in log space (D12), node by node for all clusters: {@link #max} and {@link #total}, and, all
     * relative to max and still to be divided by total, the averages of the scores, of dh/dw (A), of sqrt(2) dh/dw x' (B) and of h's own
     * part of the Lambda and law gradients (D13).
     */
    private void quadrature(Clusters.Parameters at) {
        int count = end - first;
        Arrays.fill(max, 0, count, Double.NEGATIVE_INFINITY);
        Arrays.fill(total, 0, count, 0);
        Arrays.fill(slope, 0, count * q, 0);
        Arrays.fill(rotation, 0, count * q * q, 0);
        Arrays.fill(lambdaPart, 0, count * q * q, 0);
        Arrays.fill(lawPart, 0, count * q, 0);
        Arrays.fill(score, 0, rows, 0);
        boolean dispersion = data.hasDispersion();
        if (dispersion) Arrays.fill(tauScore, 0, rows, 0);
        int want = Density.VALUE + Density.NEWTON + (dispersion ? Density.DISPERSION : 0);
        for (int node = 0; node < rule.size; node++) {
            double[] x = rule.x[node];
            for (int c = 0; c < count; c++) {
                if (late[c]) continue;
                int place = c * q;
                for (int k = 0; k < q; k++) nodeMode[place + k] = Math.sqrt(2) * x[k];
                SmallCholesky.backward(h, c * q * q, q, nodeMode, place);
                for (int k = 0; k < q; k++) nodeMode[place + k] += modes[(first + c) * q + k];
                predictor(c, nodeMode, place, at, nodeEta);
            }
            density(want, nodeEta, nodeOut);
            for (int c = 0; c < count; c++) if (!late[c]) addNode(c, x, rule.logWeight[node], at);
        }
    }

    private void addNode(int c, double[] x, double logWeight, Clusters.Parameters at) {
        int row = row(c);
        int rowEnd = rowEnd(c);
        evaluateLaws(nodeMode, c * q, at);
        double summand = logWeight + ModelData.sum(nodeOut[Density.L], row, rowEnd);
        for (int k = 0; k < q; k++) summand += law[k][RandomLaw.F];
        if (!(summand > Double.NEGATIVE_INFINITY)) return; // a node outside the domain has density 0
        if (summand > max[c]) {
            if (total[c] > 0) shrink(c, Math.exp(max[c] - summand));
            max[c] = summand;
        }
        double weight = Math.exp(summand - max[c]);
        total[c] += weight;
        double[] l1 = nodeOut[Density.L_ETA];
        for (int j = row; j < rowEnd; j++) score[j] += weight * l1[j];
        if (data.hasDispersion()) {
            double[] lTau = nodeOut[Density.L_TAU];
            for (int j = row; j < rowEnd; j++) tauScore[j] += weight * lTau[j];
        }
        for (int i = 0; i < q; i++) column[i] = weight * ModelData.dot(z[i], from + row, rowEnd - row, l1, row);
        for (int i = 0; i < q; i++) {
            double hw = weight * law[i][RandomLaw.F1];
            for (int k = i; k < q; k++) hw += at.lambda[k * q + i] * column[k];
            slope[c * q + i] += hw;
            lawPart[c * q + i] += weight * law[i][RandomLaw.F_T];
            for (int k = 0; k < q; k++) {
                lambdaPart[(c * q + i) * q + k] += column[i] * nodeMode[c * q + k];
                rotation[(c * q + i) * q + k] += Math.sqrt(2) * hw * x[k];
            }
        }
    }

    private void shrink(int c, double by) {
        total[c] *= by;
        scale(score, row(c), rowEnd(c), by);
        if (data.hasDispersion()) scale(tauScore, row(c), rowEnd(c), by);
        scale(slope, c * q, (c + 1) * q, by);
        scale(lawPart, c * q, (c + 1) * q, by);
        scale(rotation, c * q * q, (c + 1) * q * q, by);
        scale(lambdaPart, c * q * q, (c + 1) * q * q, by);
    }

    /** m2 -= 2 K with K = -L^-T sym(Phi(C)) L^-1, C = B' L^-T, Phi the lower triangle with half the diagonal. */
    private void subtractRotation(int c) {
        int factor = c * q * q;
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

    private static void scale(double[] v, int from, int end, double by) {
        for (int i = from; i < end; i++) v[i] *= by;
    }

    /** The mode of a run of one cluster; leaves eta there. @return false if it is not found */
    private boolean findMode(Clusters.Parameters at) {
        int mode = first * q;
        if (!concave) return findHighestMode(at);
        if (searchMode(at) > Double.NEGATIVE_INFINITY) return true;
        Arrays.fill(modes, mode, mode + q, 0);
        predictor(0, modes, mode, at, eta);
        return searchMode(at) > Double.NEGATIVE_INFINITY;
    }

    /**
     * From zero and from either side of it along every effect: a lower mode may vanish as the parameters change, and where it does H is
     * singular and Laplace's approximation infinite.
     */
    private boolean findHighestMode(Clusters.Parameters at) {
        int mode = first * q;
        double[] best = new double[q];
        double highest = Double.NEGATIVE_INFINITY;
        for (int start = 0; start <= 2 * q; start++) {
            Arrays.fill(modes, mode, mode + q, 0);
            if (start > 0) modes[mode + (start - 1) / 2] = start % 2 == 0 ? REACH : -REACH;
            predictor(0, modes, mode, at, eta);
            double h = searchMode(at);
            if (!(h > highest + 1e-9 * Math.max(1, Math.abs(h))) && highest > Double.NEGATIVE_INFINITY) continue;
            highest = h;
            System.arraycopy(modes, mode, best, 0, q);
        }
        System.arraycopy(best, 0, modes, mode, q);
        predictor(0, modes, mode, at, eta);
        return highest > Double.NEGATIVE_INFINITY;
    }

    /** Newton's method with step-halving on h, from the last mode. @return h at the mode, negative infinity if none is found */
    private double searchMode(Clusters.Parameters at) {
        int mode = first * q;
        double[] w = column;
        System.arraycopy(modes, mode, w, 0, q);
        double value = height(w, at);
        int cramped = 0;
        for (int iteration = 0; iteration < MAX_NEWTON; iteration++) {
            if (!(value > Double.NEGATIVE_INFINITY)) return Double.NEGATIVE_INFINITY;
            sumNewton(0);
            fillGradient(0, at);
            fillHessian(0, at);
            solveForStep(0);
            if (Double.isNaN(decrement[0])) {
                clipCurvature();
                fillHessian(0, at);
                solveForStep(0);
            }
            double rise = decrement[0];
            if (!(rise < Double.POSITIVE_INFINITY)) return Double.NEGATIVE_INFINITY;
            System.arraycopy(w, 0, previous, 0, q);
            if (rise < MODE_TOLERANCE) {
                for (int k = 0; k < q; k++) modes[mode + k] = previous[k] + step[k];
                predictor(0, modes, mode, at, eta);
                return value;
            }
            double t = 2;
            double next = Double.NEGATIVE_INFINITY;
            double beyond = next;
            boolean moved = false;
            for (int halving = 0; halving < MAX_HALVINGS && !moved; halving++) {
                t /= 2;
                beyond = next;
                for (int k = 0; k < q; k++) w[k] = previous[k] + t * step[k];
                predictor(0, w, 0, at, eta);
                next = height(w, at);
                moved = next >= value + 1e-4 * t * rise || rise < 1e-6 && next >= value - 1e-9 * Math.abs(value);
            }
            // steps that stay short for it end at the edge of the range of the predictors, where there is no mode
            boolean edge = t < CRAMPED && beyond == Double.NEGATIVE_INFINITY;
            if (!moved || edge && ++cramped > MAX_CRAMPED) return Double.NEGATIVE_INFINITY;
            value = next;
        }
        return Double.NEGATIVE_INFINITY;
    }

    /** h of a run of one cluster at w, for which eta is there; with the derivatives of Newton's method. */
    private double height(double[] w, Clusters.Parameters at) {
        density(Density.VALUE + Density.NEWTON, eta, out);
        evaluateLaws(w, 0, at);
        double sum = ModelData.sum(out[Density.L], 0, rows);
        for (int k = 0; k < q; k++) sum += law[k][RandomLaw.F];
        return Double.isNaN(sum) ? Double.NEGATIVE_INFINITY : sum;
    }

    /** Every row's curvature made non-negative, for steps far from the mode where H is indefinite. */
    private void clipCurvature() {
        double[] l2 = out[Density.L_ETA2];
        for (int j = 0; j < rows; j++) l2[j] = -Math.abs(l2[j]);
        for (int k = 0; k < q; k++) law[k][RandomLaw.F2] = -Math.max(1e-3, Math.abs(law[k][RandomLaw.F2]));
        sumNewton(0);
    }

    /**
     * dw/dpsi of clusters firstCluster..endCluster-1 at their modes, which are found first: H^-1 times what psi does to the gradient of h.
     *
     * @param lambdaSlopes dLambda/dpsi_k, q x q, for each theta
     * @param to by parameter, q values a cluster
     */
    void modeSlopes(int firstCluster, int endCluster, Clusters.Parameters at, double[][] lambdaSlopes, double[][] to) {
        searchAfresh(firstCluster, endCluster);
        load(firstCluster, endCluster, at);
        approachModes(at);
        density(Density.NEWTON + (data.hasDispersion() ? Density.DISPERSION : 0), eta, out);
        for (int c = 0; c < end - first; c++) {
            newtonStep(c, at);
            for (int k = 0; k < q && decrement[c] < LAST_TOLERANCE; k++) modes[(first + c) * q + k] += step[c * q + k];
            for (int k = data.thetaFrom(); k < to.length; k++) lambdaSlope(c, at, lambdaSlopes[k], to[k]);
            for (TermData term : clusters.plainNormal ? List.<TermData>of() : data.terms())
                if (term.law().dependsOnTheta())
                    for (int k = 0; k < term.q(); k++) {
                        int effect = clusters.firstOf(term) + k;
                        to[term.thetaFrom() + k][(first + c) * q + effect] += law[effect][RandomLaw.F1_T];
                    }
        }
        for (int k = 0; k < p; k++) scoreSlope(at, out[Density.L_ETA2], data.x()[k], to[k]);
        for (int k = 0; k < data.d().length; k++)
            scoreSlope(at, out[Density.L_ETA_TAU], data.d()[k], to[data.deltaFrom() + k]);
        for (int c = 0; c < end - first; c++)
            for (double[] slope : to) {
                SmallCholesky.forward(h, c * q * q, q, slope, (first + c) * q);
                SmallCholesky.backward(h, c * q * q, q, slope, (first + c) * q);
            }
    }

    /** dLambda' G + Lambda' C dLambda w of a cluster, into its place. */
    private void lambdaSlope(int c, Clusters.Parameters at, double[] lambdaSlope, double[] to) {
        int place = (first + c) * q;
        for (int i = 0; i < q; i++) {
            double sum = 0;
            for (int k = 0; k < q; k++) sum += lambdaSlope[i * q + k] * modes[place + k];
            b[i] = sum;
        }
        for (int i = 0; i < q; i++) {
            double sum = 0;
            for (int k = 0; k < q; k++) sum += zCurvature[(c * q + i) * q + k] * b[k];
            rhs[i] = sum;
        }
        Arrays.fill(to, place, place + q, 0);
        for (int i = 0; i < q; i++)
            for (int k = 0; k < q; k++)
                to[place + k] += lambdaSlope[i * q + k] * zScore[c * q + i] + at.lambda[i * q + k] * rhs[i];
    }

    /** Lambda' Z' (l'' x) of all clusters, into their places. */
    private void scoreSlope(Clusters.Parameters at, double[] curvature, double[] x, double[] to) {
        double[] weighted = score;
        for (int j = 0; j < rows; j++) weighted[j] = curvature[j] * x[from + j];
        for (int c = 0; c < end - first; c++) {
            int row = row(c);
            int place = (first + c) * q;
            for (int i = 0; i < q; i++) b[i] = ModelData.dot(z[i], from + row, rowEnd(c) - row, weighted, row);
            for (int k = 0; k < q; k++) {
                double sum = 0;
                for (int i = k; i < q; i++) sum += at.lambda[i * q + k] * b[i];
                to[place + k] = sum;
            }
        }
    }

    /** Modes, their covariances and their slopes by beta, into the levels of the terms. */
    void conditionalModes(int first, int end, Clusters.Parameters at, List<ConditionalModes.Term> to) {
        searchAfresh(first, end);
        load(first, end, at);
        approachModes(at);
        density(Density.NEWTON, eta, out);
        double[] weighted = score;
        double[][] slopes = new double[q][p];
        for (int c = 0; c < end - first; c++) {
            newtonStep(c, at);
            SmallCholesky.invert(h, c * q * q, q, m2, 0, column);
            at.sandwich(m2, product, matrix);
            int row = row(c);
            int rowEnd = rowEnd(c);
            double[] l2 = out[Density.L_ETA2];
            for (int k = 0; k < p; k++) {
                // db/dbeta = Lambda H^-1 Lambda' Z' diag(l'') X
                double[] x = data.x()[k];
                for (int j = row; j < rowEnd; j++) weighted[j] = l2[j] * x[from + j];
                for (int i = 0; i < q; i++) rhs[i] = ModelData.dot(z[i], from + row, rowEnd - row, weighted, row);
                for (int i = 0; i < q; i++) {
                    double sum = 0;
                    for (int e = 0; e < q; e++) sum += matrix[i * q + e] * rhs[e];
                    slopes[i][k] = sum;
                }
            }
            if (decrement[c] < LAST_TOLERANCE)
                for (int k = 0; k < q; k++) modes[(first + c) * q + k] += step[c * q + k];
            at.multiply(modes, (first + c) * q, b);
            store(clusters.start[first + c], slopes, to);
        }
    }

    /** One cluster's effects, covariance and slopes, by term. */
    private void store(int row, double[][] slopes, List<ConditionalModes.Term> to) {
        int k = 0;
        for (int t = 0; t < to.size(); t++) {
            TermData term = data.terms().get(t);
            ConditionalModes.Term result = to.get(t);
            int level = term.original()[term.level()[row]];
            int qt = term.q();
            for (int i = 0, e = 0; i < qt; i++) {
                result.b()[level][i] = b[k + i];
                System.arraycopy(slopes[k + i], 0, result.slopes()[level], i * p, p);
                for (int j = 0; j <= i; j++, e++) result.covariance()[level][e] = matrix[(k + i) * q + k + j];
            }
            k += qt;
        }
    }
}
