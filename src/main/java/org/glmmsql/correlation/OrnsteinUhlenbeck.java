package org.glmmsql.correlation;

import java.util.List;

/** Continuous-time autoregression of order 1: exp(-|t_i - t_j| / range), range = unit e^x (D-C3). */
final class OrnsteinUhlenbeck extends Chain {
    @Override
    public Place place() {
        return Place.TIME;
    }

    @Override
    public List<String> parameters(Extent extent) {
        return List.of("log range");
    }

    @Override
    public void start(Extent extent, double[] theta, int from) {
        theta[from] = 0;
    }

    @Override
    public List<double[]> line() {
        return Ranges.line(1);
    }

    /** The range, and the correlation at distance 1, which is the same parameter. */
    @Override
    public List<Told> told(Extent extent) {
        return List.of(
                Told.positive("range", (theta, from) -> extent.unit() * Math.exp(theta[from])),
                Told.correlation("rho", (theta, from) -> Math.exp(-Math.exp(-theta[from]) / extent.unit()))
                        .following());
    }

    @Override
    void neighbours(Places places, Extent extent, int i, double[] theta, int from, Neighbours to) {
        double distance = places.step(i - 1, i) / (extent.unit() * Math.exp(theta[from]));
        to.correlation = Math.exp(-distance);
        to.rest = -Math.expm1(-2 * distance);
        to.slopes[0] = distance * to.correlation;
    }
}
