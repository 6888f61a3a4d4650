package org.glmmsql.correlation;

import java.util.List;

/** Autoregression of order 1: rho^|t_i - t_j| for whole numbers t, rho = x / sqrt(1 + x^2) (D-C2). */
final class Autoregressive extends Chain {
    @Override
    public Place place() {
        return Place.STEP;
    }

    @Override
    public List<String> parameters(Extent extent) {
        return List.of("rho");
    }

    @Override
    public void start(Extent extent, double[] theta, int from) {
        theta[from] = 0;
    }

    @Override
    public List<Told> told(Extent extent) {
        return List.of(Told.correlation("rho", (theta, from) -> Correlation.bounded(theta[from])));
    }

    @Override
    void neighbours(Places places, Extent extent, int i, double[] theta, int from, Neighbours to) {
        double gap = places.step(i - 1, i);
        double x = theta[from];
        double rho = Correlation.bounded(x);
        to.correlation = Math.pow(rho, gap);
        // 1 - rho^2 = 1 / (1 + x^2)
        to.rest = -Math.expm1(gap * Math.log1p(-1 / (1 + x * x)));
        to.slopes[0] = gap * Math.pow(rho, gap - 1) * Correlation.slope(x);
    }
}
