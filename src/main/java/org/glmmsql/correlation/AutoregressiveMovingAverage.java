package org.glmmsql.correlation;

import java.util.List;

/**
 * ARMA(1, 1), e_t = phi e_(t-1) + a_t + theta a_(t-1): (1 + phi theta) (phi + theta) / (1 + 2 phi theta + theta^2) at distance 1 and phi times
 * that at each further step; phi = x / sqrt(1 + x^2), theta as in {@link MovingAverage} (Box and Jenkins 1976, section 3.4.3) (D-C9).
 */
final class AutoregressiveMovingAverage extends ByLag {
    /** Where phi + theta = 0, neither is known. */
    private static final double START = 0.3;

    @Override
    public List<String> parameters(Extent extent) {
        return List.of("phi", "theta");
    }

    @Override
    public void start(Extent extent, double[] theta, int from) {
        theta[from] = Correlation.unbounded(START);
        theta[from + 1] = 0;
    }

    @Override
    public List<Told> told(Extent extent) {
        return List.of(
                Told.correlation("phi", (theta, from) -> Correlation.bounded(theta[from])),
                Told.correlation("theta", (theta, from) -> MovingAverage.invertible(theta[from + 1])));
    }

    @Override
    void correlations(Extent extent, double[] theta, int from, double[] rho, double[][] slopes) {
        double p = Correlation.bounded(theta[from]);
        double t = theta[from + 1];
        double below = 1 + 2 * p * t + t * t;
        double above = (1 + p * t) * (p + t);
        double first = above / below;
        double byP = ((t * (p + t) + 1 + p * t) - first * 2 * t) / below;
        double byT = ((p * (p + t) + 1 + p * t) - first * 2 * (p + t)) / below;
        rho[0] = 1;
        double power = 1;
        double powerByP = 0;
        for (int lag = 1; lag < rho.length; lag++) {
            rho[lag] = first * power;
            slopes[0][lag] = (byP * power + first * powerByP) * Correlation.slope(theta[from]);
            slopes[1][lag] = byT * power;
            powerByP = powerByP * p + power;
            power *= p;
        }
    }
}
