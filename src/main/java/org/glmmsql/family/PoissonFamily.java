package org.glmmsql.family;

import java.util.List;
import org.glmmsql.special.Stirling;

/** Poisson distribution; a weight multiplies the log density (D-F7). */
final class PoissonFamily extends CountFamily {
    /**
     * Counts from here on have the terms of size y log y, of which little is left in log f, taken out of K and the constant alike
     * (D-F7).
     */
    private static final double LARGE = 1e5;

    private static final LogLink LOG = new LogLink();

    PoissonFamily() {
        super("poisson", List.of(LOG, new IdentityLink(), PowerLink.SQRT));
    }

    @Override
    LogDensity density(PositiveLink link) {
        Kernel kernel =
                link == LOG ? new PoissonLogKernel() : new ComposedKernel(PoissonFamily::kernel, link::logMean, true);
        return new UnitDispersionDensity(kernel, (y, w) -> w * constant(y));
    }

    @Override
    Distribution distribution(RowDensity density, PositiveLink link, double[] predictors, double weight) {
        return new PoissonDistribution(density, link.mu(predictors[0]));
    }

    static void kernel(double y, double logMu, double[] jet) {
        double mu = Math.exp(logMu);
        Jets.set(jet, kernel(y, logMu, mu), y - mu, -mu, -mu);
    }

    /** K = y log mu - mu, for large y less its maximum y log y - y. */
    static double kernel(double y, double logMu, double mu) {
        if (y < LARGE) {
            return y * logMu - mu;
        }
        double excess = (mu - y) / y;
        return Math.abs(excess) < 0.5 ? y * (Math.log1p(excess) - excess) : y * (logMu - Math.log(y)) - (mu - y);
    }

    private static double constant(double y) {
        return y < LARGE ? -Stirling.logFactorial(y) : -0.5 * Math.log(y) - Stirling.HALF_LOG_2PI - Stirling.error(y);
    }
}
