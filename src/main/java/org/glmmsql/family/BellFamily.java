package org.glmmsql.family;

import java.util.List;
import org.glmmsql.special.BellNumbers;
import org.glmmsql.special.Stirling;

/**
 * The one-parameter Bell distribution (Castellares, Ferrari and Lemonte 2018), of more variance than Poisson: Var y = mu (1 + theta),
 * where mu = theta e^theta (D-F16).
 */
final class BellFamily extends FullCountFamily {
    BellFamily() {
        super("bell", List.of(new LogLink(), PowerLink.SQRT, new IdentityLink()));
    }

    /** log f = y log theta - (e^theta - 1) + log(B_y / y!), B_y the number of partitions of y things. */
    @Override
    LogDensity density(PositiveLink link) {
        Depth depth = depth();
        return new JetDensity(
                1,
                !(link instanceof IdentityLink),
                (y, eta) -> {
                    Jet logMean = LinkJets.logMean(link, eta[0]);
                    return logTheta(logMean)
                            .times(y)
                            .minus(depth.at(logMean, eta).exp());
                },
                y -> BellNumbers.log(y) - Stirling.logFactorial(y));
    }

    /** log(e^theta - 1). */
    @Override
    Depth depth() {
        return (logMean, eta) -> logExpm1(logTheta(logMean));
    }

    /** log theta, by log mu = log theta + theta. */
    private static Jet logTheta(Jet logMean) {
        double t = logTheta(logMean.value());
        double theta = Math.exp(t);
        double f1 = 1 / (1 + theta);
        double f2 = -theta * f1 * f1 * f1;
        double f3 = theta * (2 * theta - 1) * f1 * f1 * f1 * f1 * f1;
        return logMean.map(t, f1, f2, f3);
    }

    /** By Newton's iteration for t + e^t = m, or, where theta is large, for theta + log theta = m. */
    private static double logTheta(double m) {
        if (Double.isNaN(m)) return m;
        double t = m < 1 ? m - Math.log1p(Math.exp(m)) : Math.log(m);
        for (int i = 0; i < 50; i++) {
            double theta = Math.exp(t);
            double step = (t + theta - m) / (1 + theta);
            t -= step;
            if (Math.abs(step) <= 1e-15 * (1 + Math.abs(t))) break;
        }
        return t;
    }

    /** log(e^x - 1) of x = e^t, for low t near t. */
    private static Jet logExpm1(Jet t) {
        double x = Math.exp(t.value());
        // x / (1 - e^-x) and its derivatives by x
        double f = x == 0 ? 1 : x / -Math.expm1(-x);
        double q = x > 700 ? 0 : f * Math.exp(-x);
        // f = x + q; by t: f' = f (1 - q), q' = q (1 - f)
        double f2 = f * (1 - q);
        double f3 = f2 * (1 - q) - f * q * (1 - f);
        double value = t.value() + x - Math.log(f);
        return t.map(value, f, f2, f3);
    }

    @Override
    public double variance(double mu) {
        return mu * (1 + Math.exp(logTheta(Math.log(mu))));
    }

    @Override
    public double unitDeviance(double y, double mu) {
        double t = logTheta(Math.log(mu));
        double less = mu == 0 ? 0 : Math.expm1(Math.exp(t));
        if (y == 0) return 2 * less;
        double saturated = logTheta(Math.log(y));
        return 2 * (y * (saturated - t) - (Math.exp(Math.exp(saturated)) - Math.exp(Math.exp(t))));
    }
}
