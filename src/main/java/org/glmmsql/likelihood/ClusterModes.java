package org.glmmsql.likelihood;

import java.util.Arrays;
import java.util.function.Supplier;
import org.glmmsql.random.RandomLaw;

/**
 * The search for the modes of a run of clusters: Newton's steps of all together as long as they are worth a pass, then of those that are
 * not there yet one by one.
 */
final class ClusterModes {
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
    /** A longer step than this decrement's is shortened to it: so far away the quadratic may be none. */
    private static final double FAR = 4;

    private final ClusterRows rows;
    private final ClusterNewton newton;
    private final int q;
    /** Modes of all clusters of the model, q each: where the search starts, and what it finds. */
    private final double[] modes;
    /** The run of a single cluster. */
    private final Supplier<ClusterRun> single;

    /** By cluster of the run: the last steps taken, and whether there is more to do. */
    private final double[] moved;

    private final boolean[] late;
    /** Whether the steps of all clusters together led nowhere. */
    private final boolean[] lost;

    private final double[] previous;
    private final double[] candidate;

    ClusterModes(ClusterRows rows, ClusterNewton newton, int clusters, double[] modes, Supplier<ClusterRun> single) {
        this.rows = rows;
        this.newton = newton;
        this.modes = modes;
        this.single = single;
        q = rows.q;
        moved = new double[clusters * q];
        late = new boolean[clusters];
        lost = new boolean[clusters];
        previous = new double[q];
        candidate = new double[q];
    }

    /** The modes of all clusters of the run, near enough for {@link ClusterRun} to take the last step. */
    void approach(Clusters.Parameters at) {
        if (q == 0) return;
        int count = rows.count();
        Arrays.fill(late, 0, count, true);
        Arrays.fill(lost, 0, count, false);
        Arrays.fill(moved, 0, count * q, 0);
        for (int pass = 0; rows.concave && pass < MAX_PASSES; pass++) {
            rows.evaluate(rows.f.newton);
            int lateRows = 0;
            for (int c = 0; c < count; c++) {
                move(c, at);
                if (late[c]) lateRows += rows.rowEnd(c) - rows.row(c);
            }
            if (lateRows == 0) return;
            if (lateRows < FEW * rows.rows) break;
        }
        for (int c = 0; c < count; c++) {
            if (!late[c]) continue;
            int cluster = rows.first + c;
            single.get().findMode(cluster, at);
            rows.predict(c, modes, cluster * q, at, rows.eta);
        }
    }

    /** One step of a cluster, if it is not lost. */
    private void move(int c, Clusters.Parameters at) {
        int mode = (rows.first + c) * q;
        if (!lost[c]) newton.step(c, modes, mode, at);
        double decrement = newton.decrement[c];
        late[c] = lost[c] || !(decrement <= PASS_TOLERANCE);
        if (lost[c]) return;
        lost[c] = Double.isNaN(decrement);
        double t = decrement > FAR ? Math.sqrt(FAR / decrement) : 1;
        for (int k = 0; k < q; k++) {
            // a step out of the range of the predictors is taken back
            moved[c * q + k] = lost[c] ? -moved[c * q + k] : t * newton.step[c * q + k];
            modes[mode + k] += moved[c * q + k];
        }
        rows.predict(c, modes, mode, at, rows.eta);
    }

    /** The mode of a run of one cluster; leaves eta there. @return false if it is not found */
    boolean find(Clusters.Parameters at) {
        int mode = rows.first * q;
        if (!rows.concave) return findHighest(at);
        if (search(at) > Double.NEGATIVE_INFINITY) return true;
        Arrays.fill(modes, mode, mode + q, 0);
        rows.predict(0, modes, mode, at, rows.eta);
        return search(at) > Double.NEGATIVE_INFINITY;
    }

    /**
     * From zero and from either side of it along every effect: a lower mode may vanish as the parameters change, and where it does H is
     * singular and Laplace's approximation infinite.
     */
    private boolean findHighest(Clusters.Parameters at) {
        int mode = rows.first * q;
        double[] best = new double[q];
        double highest = Double.NEGATIVE_INFINITY;
        for (int start = 0; start <= 2 * q; start++) {
            Arrays.fill(modes, mode, mode + q, 0);
            if (start > 0) modes[mode + (start - 1) / 2] = start % 2 == 0 ? REACH : -REACH;
            rows.predict(0, modes, mode, at, rows.eta);
            double h = search(at);
            if (!(h > highest + 1e-9 * Math.max(1, Math.abs(h))) && highest > Double.NEGATIVE_INFINITY) continue;
            highest = h;
            System.arraycopy(modes, mode, best, 0, q);
        }
        System.arraycopy(best, 0, modes, mode, q);
        rows.predict(0, modes, mode, at, rows.eta);
        return highest > Double.NEGATIVE_INFINITY;
    }

    /** Newton's method with step-halving on h, from the last mode. @return h at the mode, negative infinity if none is found */
    private double search(Clusters.Parameters at) {
        int mode = rows.first * q;
        double[] w = candidate;
        System.arraycopy(modes, mode, w, 0, q);
        double value = height(w, at);
        int cramped = 0;
        for (int iteration = 0; iteration < MAX_NEWTON; iteration++) {
            if (!(value > Double.NEGATIVE_INFINITY)) return Double.NEGATIVE_INFINITY;
            newton.sum(0);
            newton.solve(0, at);
            if (Double.isNaN(newton.decrement[0])) {
                newton.clip(0);
                newton.solve(0, at);
            }
            double rise = newton.decrement[0];
            if (!(rise < Double.POSITIVE_INFINITY)) return Double.NEGATIVE_INFINITY;
            System.arraycopy(w, 0, previous, 0, q);
            if (rise < MODE_TOLERANCE) {
                for (int k = 0; k < q; k++) modes[mode + k] = previous[k] + newton.step[k];
                rows.predict(0, modes, mode, at, rows.eta);
                return value;
            }
            double t = 2;
            double next = Double.NEGATIVE_INFINITY;
            double beyond = next;
            boolean higher = false;
            for (int halving = 0; halving < MAX_HALVINGS && !higher; halving++) {
                t /= 2;
                beyond = next;
                for (int k = 0; k < q; k++) w[k] = previous[k] + t * newton.step[k];
                rows.predict(0, w, 0, at, rows.eta);
                next = height(w, at);
                higher = next >= value + 1e-4 * t * rise || rise < 1e-6 && next >= value - 1e-9 * Math.abs(value);
            }
            // steps that stay short for it end at the edge of the range of the predictors, where there is no mode
            boolean edge = t < CRAMPED && beyond == Double.NEGATIVE_INFINITY;
            if (!higher || edge && ++cramped > MAX_CRAMPED) return Double.NEGATIVE_INFINITY;
            value = next;
        }
        return Double.NEGATIVE_INFINITY;
    }

    /** h of a run of one cluster at w, for which eta is there; with the derivatives of Newton's method. */
    private double height(double[] w, Clusters.Parameters at) {
        rows.evaluate(rows.f.height);
        newton.evaluateLaws(w, 0, at);
        double sum = ModelData.sum(rows.f.value(), 0, rows.rows);
        for (int k = 0; k < q; k++) sum += newton.law[k][RandomLaw.F];
        return Double.isNaN(sum) ? Double.NEGATIVE_INFINITY : sum;
    }
}
