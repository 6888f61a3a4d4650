package org.glmmsql.fit;

import java.util.Arrays;
import org.glmmsql.likelihood.MarginalLikelihood;
import org.glmmsql.optimize.Objective;

/** Minus a log-likelihood, which is not evaluated twice at one point. */
final class NegativeLogLik implements Objective {
    private final MarginalLikelihood likelihood;
    private final double[] x;
    private final double[] gradient;
    private double value;

    NegativeLogLik(MarginalLikelihood likelihood) {
        this.likelihood = likelihood;
        x = new double[likelihood.size()];
        Arrays.fill(x, Double.NaN);
        gradient = new double[x.length];
    }

    @Override
    public double evaluate(double[] at, double[] to) {
        if (at.length == 0 || !Arrays.equals(at, x)) {
            Arrays.fill(x, Double.NaN);
            value = -likelihood.evaluate(at, gradient);
            for (int i = 0; i < gradient.length; i++) gradient[i] = -gradient[i];
            System.arraycopy(at, 0, x, 0, x.length);
        }
        System.arraycopy(gradient, 0, to, 0, to.length);
        return value;
    }

    @Override
    public Objective near(double[] at) {
        Arrays.fill(x, Double.NaN);
        return new NegativeLogLik(likelihood.near(at));
    }
}
