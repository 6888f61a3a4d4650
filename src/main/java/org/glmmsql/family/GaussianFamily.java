package org.glmmsql.family;

import java.util.List;
import org.glmmsql.special.Stirling;

/** Normal distribution, Var y = phi / w, phi = sigma^2 (D-F5). */
final class GaussianFamily extends LinkedFamily<RealLink> {
    private static final IdentityLink IDENTITY = new IdentityLink();

    GaussianFamily() {
        super("gaussian", List.of(IDENTITY, new LogLink(), PowerLink.INVERSE), Parameter.DISPERSION);
    }

    @Override
    LogDensity density(RealLink link) {
        Kernel kernel = link == IDENTITY
                ? new GaussianIdentityKernel()
                : new ComposedKernel(GaussianFamily::kernel, link::mean, false);
        return new DispersionDensity(
                kernel, new HalfLogNormalizer(), (y, w) -> 0.5 * Math.log(w) - Stirling.HALF_LOG_2PI);
    }

    static void kernel(double y, double mu, double[] jet) {
        double residual = y - mu;
        Jets.set(jet, -0.5 * residual * residual, residual, -1, 0);
    }

    @Override
    public boolean isNormal() {
        return true;
    }

    @Override
    Distribution distribution(RowDensity density, RealLink link, double[] predictors, double weight) {
        return new NormalDistribution(link.mu(predictors[0]), Math.sqrt(Math.exp(predictors[1]) / weight));
    }

    @Override
    boolean inRange(double y) {
        return Double.isFinite(y);
    }

    @Override
    String range() {
        return "finite numbers";
    }

    @Override
    public double startingMean(double y, double w) {
        return y;
    }

    @Override
    public double unitDeviance(double y, double mu) {
        return (y - mu) * (y - mu);
    }

    @Override
    public double variance(double mu) {
        return 1;
    }

    @Override
    public double variancePower() {
        return 0;
    }
}
