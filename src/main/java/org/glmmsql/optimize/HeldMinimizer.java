package org.glmmsql.optimize;

import org.jspecify.annotations.Nullable;

/**
 * Minimises f where a number told of the parameters, h, has a value: {@link Minimizer} on a chart of the surface h = c, laid anew where the
 * search has come far from the point that it began with.
 */
public final class HeldMinimizer {
    private static final int CHARTS = 20;
    /** Length in standard errors from which on a chart is laid anew. */
    private static final double FAR = 2;

    private final Minimizer minimizer;
    private final Objective objective;
    private final double[][] root;

    /** @param root L, where L L' is a guess of the inverse Hessian; d x d */
    public HeldMinimizer(Minimizer minimizer, Objective objective, double[][] root) {
        this.minimizer = minimizer;
        this.objective = objective;
        this.root = root;
    }

    /**
     * @param from a point from which h = c is sought
     * @param bound end of the range of h on this side, which no step comes more than half way nearer to; may be infinite
     * @return null if h = c is not reached, or f has no minimum there
     */
    public @Nullable Held minimize(Constraint constraint, double c, double[] from, double bound) {
        double[] x = HeldChart.reach(constraint, root, c, from, bound);
        if (x == null) return null;
        int d = x.length - 1;
        double[][] identity = new double[d][d];
        for (int i = 0; i < d; i++) identity[i][i] = 1;
        double[] gradient = new double[d];
        for (int round = 0; round < CHARTS; round++) {
            HeldChart chart = new HeldChart(objective, constraint, root, c, x);
            Descent descent = minimizer.lowest(chart, new double[d], identity);
            if (!(descent.value() < Double.POSITIVE_INFINITY)) return null;
            double[] z = descent.x();
            double value = chart.evaluate(z, gradient);
            x = chart.point(z);
            if (x == null) return null;
            if (Vectors.dot(z, z) < FAR * FAR || round == CHARTS - 1) return new Held(x, value, chart.slope());
        }
        return null;
    }
}
