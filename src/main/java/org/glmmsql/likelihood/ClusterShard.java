package org.glmmsql.likelihood;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.function.ObjIntConsumer;
import org.glmmsql.parallel.Parts;
import org.jspecify.annotations.Nullable;

/**
 * Whole clusters of a model with one grouping factor, with their rows and modes: answers requests with sums over them. Between requests
 * modes stay as the start of the next search, and so do their tangents.
 *
 * <p>Clusters are worked on in runs, a fixed partition whose sums are kept apart: added in order, they are the same whatever the number of
 * threads, and of shards that begin where runs do.
 */
final class ClusterShard {
    /** Rows of a run, at least (but the last): enough for vector loops, few enough for the cache. */
    private static final int RUN_ROWS = 512;

    private final Clusters clusters;
    /** First cluster of each run. */
    private final int[] runStart;

    private final Runnable cancellation;
    private final int threads;
    /** By nodes of the quadrature. */
    private final Map<Integer, Kept> kept = new HashMap<>();

    /** @param data the rows of this shard alone */
    ClusterShard(ModelData data, Runnable cancellation, int threads) {
        this.cancellation = cancellation;
        this.threads = threads;
        clusters = new Clusters(data);
        runStart = clusters.runs(RUN_ROWS);
    }

    /** First row of each of some shards of about the same size, and n: fewer where there are not so many runs. */
    static int[] starts(ModelData data, int shards) {
        Clusters clusters = new Clusters(data);
        int[] runs = clusters.runs(RUN_ROWS);
        int[] starts = new int[Math.min(shards, runs.length - 1) + 1];
        for (int i = 0; i < starts.length; i++)
            starts[i] = clusters.start[runs[(int) ((long) i * (runs.length - 1) / (starts.length - 1))]];
        return starts;
    }

    /** What is kept between requests. */
    private final class Kept {
        final ProductRule rule;
        final double[] modes = new double[clusters.count * clusters.q];
        /** By thread; made when first used. */
        final @Nullable ClusterRun[] scratch = new ClusterRun[threads];

        @Nullable
        Tangents tangents;

        Kept(int nodes) {
            rule = new ProductRule(nodes, clusters.q);
        }

        /** Works on all runs, by number, each thread with scratch of its own. */
        void forEachRun(ObjIntConsumer<ClusterRun> work) {
            Parts.forEach(threads, runStart.length - 1, (thread, i) -> {
                cancellation.run();
                if (scratch[thread] == null) scratch[thread] = ClusterRun.of(clusters, runStart, rule, modes);
                work.accept(scratch[thread], i);
            });
        }
    }

    /** Modes at psi and, by parameter, their slopes. */
    private record Tangents(double[] psi, double[] modes, double[][] slopes) {
        void follow(double[] x, double[] to) {
            System.arraycopy(modes, 0, to, 0, to.length);
            for (int k = 0; k < psi.length; k++) {
                double by = x[k] - psi[k];
                if (by == 0) continue;
                double[] slope = slopes[k];
                for (int i = 0; i < to.length; i++) to[i] += by * slope[i];
            }
        }
    }

    /** @param afresh whether searches begin at 0 */
    private Kept kept(int nodes, boolean afresh) {
        Kept at = kept.computeIfAbsent(nodes, Kept::new);
        if (afresh) Arrays.fill(at.modes, 0);
        return at;
    }

    /** Sums by run at the modes, which are searched for. */
    ClusterSums[] evaluate(int nodes, double[] psi, boolean afresh) {
        return evaluate(kept(nodes, afresh), psi, true);
    }

    /** @param search whether modes are searched for, and not taken as they are */
    private ClusterSums[] evaluate(Kept at, double[] psi, boolean search) {
        Clusters.Parameters parameters = clusters.new Parameters(psi);
        ClusterSums[] sums = new ClusterSums[runStart.length - 1];
        at.forEachRun((run, i) -> {
            sums[i] = new ClusterSums(clusters);
            if (!run.evaluate(runStart[i], runStart[i + 1], parameters, search, sums[i]))
                sums[i].value = Double.NEGATIVE_INFINITY;
        });
        return sums;
    }

    /** Finds the modes at psi and keeps them, with their slopes by psi. */
    void keepTangents(int nodes, double[] psi, boolean afresh) {
        Kept at = kept(nodes, afresh);
        Clusters.Parameters parameters = clusters.new Parameters(psi);
        double[][] lambdaSlopes = clusters.lambdaSlopes(psi);
        double[][] slopes = new double[psi.length][at.modes.length];
        at.forEachRun((run, i) -> run.modeSlopes(runStart[i], runStart[i + 1], parameters, lambdaSlopes, slopes));
        at.tangents = new Tangents(psi.clone(), at.modes.clone(), slopes);
    }

    /** Sums by run at modes on their tangents at {@code from}, which are made if those in hand are of another point. */
    ClusterSums[] evaluateNear(int nodes, double[] from, double[] psi, boolean afresh) {
        Kept at = kept(nodes, afresh);
        if (at.tangents == null || !Arrays.equals(at.tangents.psi, from)) keepTangents(nodes, from, afresh);
        at.tangents.follow(psi, at.modes);
        return evaluate(at, psi, false);
    }

    /** Modes, their covariances and their slopes by beta. */
    ClusterEffects effects(int nodes, double[] psi, boolean afresh) {
        Clusters.Parameters parameters = clusters.new Parameters(psi);
        ClusterEffects result = ClusterEffects.of(clusters.data, clusters.count);
        kept(nodes, afresh)
                .forEachRun((run, i) -> run.conditionalModes(runStart[i], runStart[i + 1], parameters, result));
        return result;
    }
}
