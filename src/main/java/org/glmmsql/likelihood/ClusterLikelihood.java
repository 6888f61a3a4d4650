package org.glmmsql.likelihood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.ObjIntConsumer;
import org.glmmsql.parallel.Parts;
import org.jspecify.annotations.Nullable;

/**
 * Marginal log-likelihood when all random terms have one grouping factor, so that clusters are independent: Laplace (k = 1) or
 * adaptive Gauss-Hermite quadrature with k nodes in each of the q dimensions, for any family and random-effect law, with the exact
 * gradient (DESIGN.md, D8 to D16). Without random terms it is the log-likelihood of a GLM.
 *
 * <p>Clusters are worked on in runs, a fixed partition whose sums are added in order: the number of threads does not change a bit.
 */
public final class ClusterLikelihood implements MarginalLikelihood {
    /** Rows of a run, at least (but the last): enough for vector loops, few enough for the cache. */
    private static final int RUN_ROWS = 512;

    private final ModelData data;
    private final Clusters clusters;
    /** First cluster of each run. */
    private final int[] runStart;

    private final double[] modes;
    private final ProductRule rule;
    private final Runnable cancellation;
    /** By thread; made when first used. */
    private final @Nullable ClusterRun[] scratch;

    /** @param nodes k, the nodes of the quadrature in each dimension; 1 is Laplace */
    public ClusterLikelihood(ModelData data, int nodes, Runnable cancellation, int threads) {
        this.data = data;
        this.cancellation = cancellation;
        scratch = new ClusterRun[threads];
        clusters = new Clusters(data);
        runStart = clusters.runs(RUN_ROWS);
        modes = new double[clusters.count * clusters.q];
        rule = new ProductRule(nodes, clusters.q);
    }

    @Override
    public int size() {
        return data.size();
    }

    @Override
    public double evaluate(double[] psi, double[] gradient) {
        return evaluate(psi, gradient, true);
    }

    /** @param search whether modes are searched for, and not taken as they are */
    private double evaluate(double[] psi, double[] gradient, boolean search) {
        Clusters.Parameters at = clusters.new Parameters(psi);
        ClusterSums[] sums = new ClusterSums[runStart.length - 1];
        forEachRun((run, i) -> {
            sums[i] = new ClusterSums(clusters);
            if (!run.evaluate(runStart[i], runStart[i + 1], at, search, sums[i]))
                sums[i].value = Double.NEGATIVE_INFINITY;
        });
        ClusterSums total = sums[0];
        for (int i = 1; i < sums.length; i++) total.add(sums[i]);
        Arrays.fill(gradient, 0);
        System.arraycopy(total.beta, 0, gradient, 0, data.p());
        System.arraycopy(total.delta, 0, gradient, data.deltaFrom(), data.d().length);
        addThetaGradient(psi, total, gradient);
        return Double.isNaN(total.value) ? Double.NEGATIVE_INFINITY : total.value + data.logConstant();
    }

    /** Works on all runs, by number, each thread with scratch of its own. */
    private void forEachRun(ObjIntConsumer<ClusterRun> work) {
        Parts.forEach(scratch.length, runStart.length - 1, (thread, i) -> {
            cancellation.run();
            if (scratch[thread] == null) scratch[thread] = ClusterRun.of(clusters, runStart, rule, modes);
            work.accept(scratch[thread], i);
        });
    }

    private void addThetaGradient(double[] psi, ClusterSums total, double[] gradient) {
        int q = clusters.q;
        int from = 0;
        for (TermData term : data.terms()) {
            int qt = term.q();
            double[] g = new double[qt * qt];
            for (int i = 0; i < qt; i++)
                for (int j = 0; j < qt; j++) g[i * qt + j] = total.lambda[(from + i) * q + from + j];
            term.gradient(psi, g, gradient);
            if (term.law().dependsOnTheta())
                for (int k = 0; k < qt; k++) gradient[term.thetaFrom() + k] += total.law[from + k];
            from += qt;
        }
    }

    @Override
    public MarginalLikelihood rough() {
        return rule.size == 1 ? this : new ClusterLikelihood(data, 1, cancellation, scratch.length);
    }

    @Override
    public MarginalLikelihood near(double[] psi) {
        if (clusters.q == 0) return this;
        Clusters.Parameters at = clusters.new Parameters(psi);
        double[][] lambdaSlopes = clusters.lambdaSlopes(psi);
        double[][] slopes = new double[psi.length][modes.length];
        forEachRun((run, i) -> run.modeSlopes(runStart[i], runStart[i + 1], at, lambdaSlopes, slopes));
        return new Near(psi.clone(), modes.clone(), slopes);
    }

    /** With modes on their tangents at psi. */
    private final class Near implements MarginalLikelihood {
        private final double[] psi;
        private final double[] there;
        private final double[][] slopes;

        Near(double[] psi, double[] there, double[][] slopes) {
            this.psi = psi;
            this.there = there;
            this.slopes = slopes;
        }

        @Override
        public int size() {
            return psi.length;
        }

        @Override
        public double evaluate(double[] x, double[] gradient) {
            System.arraycopy(there, 0, modes, 0, modes.length);
            for (int k = 0; k < psi.length; k++) {
                double by = x[k] - psi[k];
                if (by == 0) continue;
                double[] slope = slopes[k];
                for (int i = 0; i < modes.length; i++) modes[i] += by * slope[i];
            }
            return ClusterLikelihood.this.evaluate(x, gradient, false);
        }

        @Override
        public ConditionalModes conditionalModes(double[] x) {
            return ClusterLikelihood.this.conditionalModes(x);
        }
    }

    @Override
    public ConditionalModes conditionalModes(double[] psi) {
        Clusters.Parameters at = clusters.new Parameters(psi);
        List<ConditionalModes.Term> result = new ArrayList<>();
        for (TermData term : data.terms())
            result.add(new ConditionalModes.Term(
                    new double[term.m()][term.q()],
                    new double[term.m()][term.q() * (term.q() + 1) / 2],
                    new double[term.m()][term.q() * data.p()]));
        forEachRun((run, i) -> run.conditionalModes(runStart[i], runStart[i + 1], at, result));
        return new ConditionalModes(result);
    }
}
