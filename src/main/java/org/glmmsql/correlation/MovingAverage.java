package org.glmmsql.correlation;

import java.util.List;

/**
 * Moving average of order 1, e_t = a_t + theta a_(t-1): x / (1 + x^2) at distance 1, theta being x or, where that is beyond 1, 1 / x, which is
 * the same: so the end of what there is, theta = 1, is a smooth point of the likelihood (D-C8).
 */
final class MovingAverage extends ByLag {
    @Override
    public boolean isLinear(boolean ownScales) {
        return !ownScales;
    }

    @Override
    public List<String> parameters(Extent extent) {
        return List.of("theta");
    }

    @Override
    public void start(Extent extent, double[] theta, int from) {
        theta[from] = 0;
    }

    @Override
    public List<Told> told(Extent extent) {
        return List.of(
                Told.correlation("theta", (theta, from) -> invertible(theta[from])),
                Told.correlation("rho1", (theta, from) -> theta[from] / (1 + theta[from] * theta[from]))
                        .following());
    }

    /** The one of x and 1 / x of which a series can be taken back to its innovations. */
    static double invertible(double x) {
        return Math.abs(x) > 1 ? 1 / x : x;
    }

    @Override
    void correlations(Extent extent, double[] theta, int from, double[] rho, double[][] slopes) {
        rho[0] = 1;
        if (rho.length > 1) {
            double t = theta[from];
            double one = 1 + t * t;
            rho[1] = t / one;
            slopes[0][1] = (1 - t * t) / (one * one);
        }
    }
}
