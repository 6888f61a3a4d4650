package org.glmmsql.family;

import java.util.List;
import org.glmmsql.special.Stirling;

/** Inverse Gaussian distribution with shape w / phi and mean mu: Var y = phi mu^3 / w (D-F9). */
final class InverseGaussianFamily extends LinkedFamily<PositiveLink> {
    InverseGaussianFamily() {
        super(
                "inverse.gaussian",
                List.of(PowerLink.INVERSE_SQUARE, PowerLink.INVERSE, new IdentityLink(), new LogLink()),
                Parameter.DISPERSION);
    }

    @Override
    LogDensity density(PositiveLink link) {
        boolean concave = link == PowerLink.INVERSE || link == PowerLink.INVERSE_SQUARE;
        return new DispersionDensity(
                new ComposedKernel(InverseGaussianFamily::kernel, link::logMean, concave),
                new HalfLogNormalizer(),
                (y, w) -> 0.5 * Math.log(w) - Stirling.HALF_LOG_2PI - 1.5 * Math.log(y));
    }

    /** K = -(y - mu)^2 / (2 mu^2 y) by log mu, in r = y / mu. */
    private static void kernel(double y, double logMu, double[] jet) {
        double r = y * Math.exp(-logMu);
        Jets.set(jet, -0.5 * (r - 1) * (r - 1) / y, (r - 1) * r / y, (1 - 2 * r) * r / y, (4 * r - 1) * r / y);
    }

    @Override
    public boolean excludesZero() {
        return true;
    }

    @Override
    boolean inRange(double y) {
        return y > 0 && y < Double.POSITIVE_INFINITY;
    }

    @Override
    String range() {
        return "positive numbers";
    }

    @Override
    public double startingMean(double y, double w) {
        return y;
    }

    @Override
    public double unitDeviance(double y, double mu) {
        return (y - mu) * (y - mu) / (mu * mu * y);
    }

    @Override
    public double variance(double mu) {
        return mu * mu * mu;
    }

    @Override
    public double variancePower() {
        return 3;
    }
}
