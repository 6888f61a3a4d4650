package org.glmmsql.fit;

import org.glmmsql.likelihood.ModelData;
import org.glmmsql.likelihood.TermData;

/** What a random term adds to the linear predictor: the root of the mean of z' Sigma z over the rows, in the units of the fit. */
final class RandomSpread {
    /** Rows enough for a mean. */
    private static final int SAMPLE = 20_000;

    private RandomSpread() {}

    static double of(TermData term, ModelData data, Estimates estimates) {
        int q = term.q();
        double[] lambda = new double[q * q];
        term.lambda(estimates.psi(), lambda);
        double sum = 0;
        double n = 0;
        for (int i = 0; i < Math.min(data.n(), SAMPLE); i++) {
            n += data.count()[i];
            for (int e = 0; e < q; e++) {
                double root = 0;
                for (int k = e; k < q; k++) root += term.z()[k][i] * lambda[k * q + e];
                sum += data.count()[i] * root * root;
            }
        }
        double unit = estimates.relative() ? Math.exp(estimates.psi()[data.deltaFrom()] / 2) : 1;
        return unit * Math.sqrt(sum / n);
    }
}
