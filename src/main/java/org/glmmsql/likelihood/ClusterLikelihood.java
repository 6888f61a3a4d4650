package org.glmmsql.likelihood;

import java.util.Arrays;
import java.util.List;

/**
 * Marginal log-likelihood when all random terms have one grouping factor, so that clusters are independent: Laplace (k = 1) or
 * adaptive Gauss-Hermite quadrature with k nodes in each of the q dimensions, for any family and random-effect law, with the exact
 * gradient (DESIGN.md, D8 to D16). Without random terms it is the log-likelihood of a GLM.
 *
 * <p>It sees no row: shards answer with sums by run of clusters, which are added in the order of the rows. Neither the number of threads
 * nor that of shards changes a bit.
 */
public final class ClusterLikelihood implements MarginalLikelihood {
    private final ModelData data;
    private final int nodes;
    private final int q;
    private final Shards<ClusterShard> shards;

    /** @param nodes k, the nodes of the quadrature in each dimension; 1 is Laplace */
    public ClusterLikelihood(ModelData data, int nodes, Runnable cancellation, int threads) {
        this(data, nodes, Shards.here(List.of(new ClusterShard(data, cancellation, threads))));
    }

    /** @param data parameters, terms and constants of all rows; its own rows are not used */
    ClusterLikelihood(ModelData data, int nodes, Shards<ClusterShard> shards) {
        this.data = data;
        this.nodes = nodes;
        this.shards = shards;
        q = data.terms().stream().mapToInt(TermData::q).sum();
    }

    @Override
    public int size() {
        return data.size();
    }

    @Override
    public double evaluate(double[] psi, double[] gradient) {
        return merge(shards.ask(new ClusterRequest.Evaluation(nodes, psi, afresh())), psi, gradient);
    }

    private boolean afresh() {
        return !shards.lasting();
    }

    /** The value, and the gradient, from the sums of the runs of all shards. */
    private double merge(List<ClusterSums[]> parts, double[] psi, double[] gradient) {
        ClusterSums total = null;
        for (ClusterSums[] part : parts)
            for (ClusterSums run : part) {
                if (total == null) total = run;
                else total.add(run);
            }
        Arrays.fill(gradient, 0);
        System.arraycopy(total.coefficients, 0, gradient, 0, total.coefficients.length);
        addThetaGradient(psi, total, gradient);
        return Double.isNaN(total.value) ? Double.NEGATIVE_INFINITY : total.value + data.logConstant();
    }

    private void addThetaGradient(double[] psi, ClusterSums total, double[] gradient) {
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
        return nodes == 1 || q == 0 ? this : new ClusterLikelihood(data, 1, shards);
    }

    @Override
    public MarginalLikelihood near(double[] psi) {
        if (q == 0) return this;
        shards.ask(new ClusterRequest.Tangents(nodes, psi, afresh()));
        return new Near(psi.clone());
    }

    /** With modes on their tangents at psi. */
    private final class Near implements MarginalLikelihood {
        private final double[] psi;

        Near(double[] psi) {
            this.psi = psi;
        }

        @Override
        public int size() {
            return psi.length;
        }

        @Override
        public double evaluate(double[] x, double[] gradient) {
            return merge(shards.ask(new ClusterRequest.Nearby(nodes, psi, x, afresh())), x, gradient);
        }

        @Override
        public ConditionalModes conditionalModes(double[] x) {
            return ClusterLikelihood.this.conditionalModes(x);
        }
    }

    @Override
    public ConditionalModes conditionalModes(double[] psi) {
        ConditionalModes result = ConditionalModes.of(
                data, data.terms().stream().mapToInt(TermData::m).toArray());
        for (ClusterEffects part : shards.ask(new ClusterRequest.Effects(nodes, psi, afresh()))) part.store(result);
        return result;
    }
}
