package org.glmmsql.likelihood;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A run of clusters for {@link ClusterLikelihood}, with the scratch of one thread. What belongs to rows lies in arrays over the whole run,
 * so that densities and predictors are long vector loops; what belongs to a cluster is made of sums over its rows. Nothing is allocated
 * in a pass.
 */
final class ClusterRun {
    /** The decrement of the last step to a mode, which is taken to the first order, at most. */
    private static final double LAST_TOLERANCE = 1e-13;

    private final Clusters clusters;
    private final ProductRule rule;
    private final double[] modes;
    private final int longest;
    private final ClusterRows rows;
    private final ClusterNewton newton;
    private final ClusterModes search;
    private final ClusterGradient gradient;
    private final boolean[] late;
    private @Nullable ClusterRun single;

    /** @param modes of all clusters, q each: where the search starts, and what it finds */
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
        this.rule = rule;
        this.modes = modes;
        this.longest = longest;
        this.rows = new ClusterRows(clusters, rows);
        newton = new ClusterNewton(this.rows, most);
        search = new ClusterModes(this.rows, newton, most, modes, this::single);
        gradient = new ClusterGradient(this.rows, newton, rule, rows, most);
        late = new boolean[most];
    }

    private ClusterRun single() {
        if (single == null) single = new ClusterRun(clusters, longest, 1, longest, rule, modes);
        return single;
    }

    /** The rows of clusters first..end-1 with eta at their modes. */
    private void search(int first, int end, Clusters.Parameters at) {
        searchAfresh(first, end);
        rows.load(first, end, modes, at);
        search.approach(at);
    }

    /** Where h may have several modes, which one is found must not depend on where the last search ended. */
    private void searchAfresh(int first, int end) {
        if (!rows.concave) Arrays.fill(modes, first * clusters.q, end * clusters.q, 0);
    }

    /** The mode of one cluster, for a run of a single one. @return false if it is not found */
    boolean findMode(int cluster, Clusters.Parameters at) {
        searchAfresh(cluster, cluster + 1);
        rows.load(cluster, cluster + 1, modes, at);
        return search.find(at);
    }

    /**
     * Adds the log-likelihood and gradient of clusters first..end-1 at the modes.
     *
     * @param find whether the modes are to be found on the way, and not as good as there
     * @return false if a cluster has no mode with a positive definite H
     */
    boolean evaluate(int first, int end, Clusters.Parameters at, boolean find, ClusterSums sums) {
        if (find) search(first, end, at);
        else rows.load(first, end, modes, at);
        boolean complete = expand(at, sums);
        if (complete) return true;
        for (int c = 0; c < end - first; c++) {
            if (!late[c]) continue;
            ClusterRun alone = single();
            if (!alone.findMode(first + c, at) || !alone.expand(at, sums)) return false;
        }
        return true;
    }

    /**
     * Adds log-likelihoods and gradients of the clusters at their modes; those not close enough to theirs are marked late.
     *
     * @return whether no cluster is late
     */
    private boolean expand(Clusters.Parameters at, ClusterSums sums) {
        rows.evaluate(rows.f.all);
        boolean complete = true;
        int q = clusters.q;
        for (int c = 0; c < rows.count(); c++) {
            if (q == 0) newton.decrement[c] = 0;
            else newton.step(c, modes, (rows.first + c) * q, at);
            late[c] = !(newton.decrement[c] < LAST_TOLERANCE);
            complete &= !late[c];
        }
        gradient.add(modes, late, at, sums);
        for (int s = 0; s < gradient.score.length; s++)
            rows.data.predictors().get(s).addGradient(rows.from, rows.rows, gradient.score[s], sums.coefficients);
        return complete;
    }

    /**
     * dw/dpsi of clusters first..end-1 at their modes, which are found first.
     *
     * @param lambdaSlopes dLambda/dpsi_k, q x q, for each theta
     * @param to by parameter, q values a cluster
     */
    void modeSlopes(int first, int end, Clusters.Parameters at, double[][] lambdaSlopes, double[][] to) {
        search(first, end, at);
        rows.evaluate(rows.f.node);
        ClusterSlopes slopes = new ClusterSlopes(rows, newton);
        int q = clusters.q;
        for (int c = 0; c < end - first; c++) {
            int mode = (first + c) * q;
            newton.step(c, modes, mode, at);
            if (newton.decrement[c] < LAST_TOLERANCE)
                for (int k = 0; k < q; k++) modes[mode + k] += newton.step[c * q + k];
            slopes.addTheta(c, modes, lambdaSlopes, at, to);
        }
        for (int s = 0; s < rows.data.predictors().size(); s++) slopes.addCoefficients(s, at, to);
        slopes.solve(to);
    }

    /** Modes, their covariances and their slopes by beta. */
    void conditionalModes(int first, int end, Clusters.Parameters at, ClusterEffects to) {
        search(first, end, at);
        rows.evaluate(rows.data.followed() > clusters.p ? rows.f.node : rows.f.newton);
        ClusterConditional conditional = new ClusterConditional(rows, newton);
        for (int c = 0; c < end - first; c++) {
            newton.step(c, modes, (first + c) * clusters.q, at);
            conditional.store(c, modes, LAST_TOLERANCE, at, to);
        }
    }
}
