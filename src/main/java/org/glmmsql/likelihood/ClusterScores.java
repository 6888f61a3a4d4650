package org.glmmsql.likelihood;

import java.util.ArrayList;
import java.util.List;

/** The derivatives of the log-likelihood of each level alone, for models with one grouping factor; they sum to the gradient. */
public final class ClusterScores {
    private ClusterScores() {}

    /**
     * @param nodes of the quadrature, 1 is Laplace
     * @param cancellation throws to stop; called for each level
     * @return by level, in the canonical order, as many numbers as psi has
     */
    public static List<double[]> of(ModelData data, int nodes, double[] psi, Runnable cancellation) {
        int[] start = new Clusters(data).start;
        List<double[]> scores = new ArrayList<>();
        for (int c = 0; c + 1 < start.length; c++) {
            cancellation.run();
            double[] score = new double[psi.length];
            new ClusterLikelihood(data.rows(start[c], start[c + 1]), nodes, cancellation, 1).evaluate(psi, score);
            scores.add(score);
        }
        return scores;
    }
}
