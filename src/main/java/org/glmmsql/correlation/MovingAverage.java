package org.glmmsql.correlation;

import java.util.List;

/** Moving average of order 1, e_t = a_t + theta a_(t-1): theta / (1 + theta^2) at distance 1, theta = x / sqrt(1 + x^2) (D-C8). */
final class MovingAverage extends ByLag {
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
                Told.correlation("theta", (theta, from) -> Correlation.bounded(theta[from])),
                Told.correlation("rho1", (theta, from) -> {
                            double t = Correlation.bounded(theta[from]);
                            return t / (1 + t * t);
                        })
                        .following());
    }

    @Override
    void correlations(Extent extent, double[] theta, int from, double[] rho, double[][] slopes) {
        rho[0] = 1;
        if (rho.length > 1) {
            double t = Correlation.bounded(theta[from]);
            double one = 1 + t * t;
            rho[1] = t / one;
            slopes[0][1] = (1 - t * t) / (one * one) * Correlation.slope(theta[from]);
        }
    }
}
