package org.glmmsql.fit;

import java.util.Locale;

/** What to say of a search that came to no maximum. */
final class NoMaximum {
    /** A decrement that predicts nothing: a slope that no step down follows, or none. */
    private static final double ROUGH = 1e3;

    private NoMaximum() {}

    /** @param gradMax the largest derivative by a parameter */
    static String message(ModelKind kind, Estimates estimates, double gradMax) {
        if (estimates.decrement() < ROUGH)
            return String.format(
                    Locale.ROOT,
                    "the optimizer stopped %.2g in log-likelihood below the maximum it predicts (largest gradient %.2g) after %d"
                            + " evaluations: simplify the random terms, or raise max_iterations",
                    estimates.decrement() / 2,
                    gradMax,
                    estimates.evaluations());
        boolean laplace = kind.options().nagq() == 1 && !kind.exactGaussian() && !kind.correlated();
        return "the optimizer found no maximum in " + estimates.evaluations()
                + " evaluations, and none is in sight where it stopped: the likelihood is not smooth there"
                + (laplace
                        ? ", as where the density of random effects given the data is flat at its mode, and Laplace's approximation has"
                                + " spikes"
                        : "")
                + "; leave out the random term that the data say least about"
                + (laplace && kind.oneFactor() ? ", or use nagq = 7" : "");
    }
}
