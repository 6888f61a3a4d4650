package org.glmmsql.family;

import java.util.List;
import org.glmmsql.special.Stirling;

/**
 * Consul's generalized Poisson distribution, Var y = phi mu (D-F15): theta = mu / sqrt(phi), lambda = 1 - 1 / sqrt(phi). For phi &lt; 1 counts
 * end where theta + lambda y is no longer positive, and what is left is divided by its sum, which is 1 for all but small means.
 */
final class GeneralizedPoissonFamily extends FullCountFamily {
    /** Standard deviations above the mean beyond which counts that are left out have no probability. */
    private static final double FAR = 12;

    /** Of theta / y + lambda, whose logarithm's third derivative is to be a number. */
    private static final double LEAST = 1e-90;

    GeneralizedPoissonFamily() {
        super(
                "genpois",
                List.of(new LogLink(), PowerLink.SQRT, new IdentityLink()),
                new Parameter("dispersion", "disp", new LogLink(), false));
    }

    @Override
    LogDensity density(PositiveLink link) {
        return new JetDensity(
                2,
                false,
                (y, eta) -> {
                    Terms terms = new Terms(LinkJets.logMean(link, eta[0]), eta[1]);
                    Jet log = terms.log(y);
                    return terms.endsNear() ? log.minus(terms.sum().log()) : log;
                },
                y -> y == 0 ? 0 : -1.5 * Math.log(y) - Stirling.HALF_LOG_2PI - Stirling.error(y));
    }

    @Override
    Depth depth() {
        return (logMean, eta) -> {
            Terms terms = new Terms(logMean, eta[1]);
            return terms.endsNear() ? terms.theta.plus(terms.sum().log()).log() : terms.logTheta;
        };
    }

    /** log f of one row, before it is divided by its sum. */
    private static final class Terms {
        private final double mu;
        /** 1 / sqrt(phi). */
        private final double s;

        private final Jet logTheta;
        private final Jet theta;
        private final Jet lambda;

        Terms(Jet logMean, Jet tau) {
            mu = Math.exp(logMean.value());
            Jet half = tau.times(-0.5);
            s = Math.exp(half.value());
            logTheta = logMean.plus(half);
            theta = logTheta.exp();
            lambda = half.map(-Math.expm1(half.value()), -s, -s, -s);
        }

        /** log theta + (y - 1) log(theta / y + lambda) - theta - lambda y + y, the logarithms of y being in the constant. */
        Jet log(double y) {
            if (y == 0) return theta.times(-1);
            Jet rate = theta.times(1 / y).plus(lambda);
            // 1 where y is the mean
            double near = s * ((mu - y) / y);
            double inside = rate.value() > LEAST ? rate.value() : Double.NaN;
            Jet rest = logTheta.minus(rate.plus(near - inside).times(y));
            if (y == 1) return rest;
            double r = 1 / inside;
            Jet log = rate.map(Math.abs(near) < 0.5 ? Math.log1p(near) : Math.log(inside), r, -r * r, 2 * r * r * r);
            return rest.plus(log.times(y - 1));
        }

        /** Whether there are no counts from a point on that is not far out. */
        boolean endsNear() {
            return s > 1 && Math.sqrt(mu) * s < FAR * (s - 1);
        }

        /** Sum of f over all counts. */
        Jet sum() {
            Jet sum = theta.times(-1).exp();
            for (double y = 1; theta.value() + lambda.value() * y > 0; y++) {
                double constant = -1.5 * Math.log(y) - Stirling.HALF_LOG_2PI - Stirling.error(y);
                sum = sum.plus(log(y).plus(constant).exp());
            }
            return sum;
        }
    }

    @Override
    public double variance(double mu, double[] predictors) {
        return mu * Math.exp(predictors[0]);
    }

    /** By moments. */
    @Override
    public double start(Parameter parameter, double[] y, double[] w, double[] mu) {
        return Math.log(Math.max(0.2, Math.min(20, relativeVariance(y, w, mu))));
    }
}
