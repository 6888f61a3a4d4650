package org.glmmsql.family;

import java.util.List;
import org.glmmsql.special.Stirling;

/** Gamma distribution with shape w / phi and mean mu: Var y = phi mu^2 / w (D-F8). */
final class GammaFamily extends LinkedFamily<PositiveLink> {
    private static final LogLink LOG = new LogLink();

    GammaFamily() {
        super("Gamma", List.of(PowerLink.INVERSE, LOG, new IdentityLink()), Parameter.DISPERSION);
    }

    @Override
    LogDensity density(PositiveLink link) {
        Kernel kernel = link == LOG
                ? new GammaLogKernel()
                : new ComposedKernel(GammaFamily::kernel, link::logMean, link == PowerLink.INVERSE);
        return new DispersionDensity(
                kernel, new ShapeNormalizer(), (y, w) -> 0.5 * Math.log(w) - Stirling.HALF_LOG_2PI - Math.log(y));
    }

    static void kernel(double y, double logMu, double[] jet) {
        double r = y * Math.exp(-logMu);
        Jets.set(jet, 1 + (Math.log(y) - logMu) - r, r - 1, -r, r);
    }

    /** C = a log a - a - log Gamma(a), less its constants: -tau / 2 - S(a), a = w / phi. */
    private static final class ShapeNormalizer implements DispersionDensity.Normalizer {
        @Override
        public double value(double w, double tau) {
            return -0.5 * tau - Stirling.error(w * Math.exp(-tau));
        }

        @Override
        public double slope(double w, double tau) {
            double shape = w * Math.exp(-tau);
            return -0.5 + shape * Stirling.errorDerivative(shape);
        }

        @Override
        public double curvature(double w, double tau) {
            double a = w * Math.exp(-tau);
            return -a * (Stirling.errorDerivative(a) + a * Stirling.errorSecondDerivative(a));
        }

        @Override
        public double third(double w, double tau) {
            double a = w * Math.exp(-tau);
            return a
                    * (Stirling.errorDerivative(a)
                            + a * (3 * Stirling.errorSecondDerivative(a) + a * Stirling.errorThirdDerivative(a)));
        }
    }

    @Override
    Distribution distribution(RowDensity density, PositiveLink link, double[] predictors, double weight) {
        return new GammaDistribution(density, link.mu(predictors[0]), weight * Math.exp(-predictors[1]));
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
        double excess = (y - mu) / mu;
        return 2 * (excess - Math.log1p(excess));
    }

    @Override
    public double variance(double mu) {
        return mu * mu;
    }

    @Override
    public double variancePower() {
        return 2;
    }
}
