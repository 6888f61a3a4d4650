package org.glmmsql.family;

import java.util.List;
import org.glmmsql.special.Stirling;
import org.jspecify.annotations.Nullable;

/**
 * Conway-Maxwell-Poisson counts by their exact mean (Huang 2017): f(y) = e^(L y) / (y!)^nu / Z(L, nu), nu = 1 / phi, L such that E y = mu; the
 * variance is about phi mu (D-F17).
 */
final class ConwayMaxwellFamily extends FullCountFamily {
    /** Means below it are e^L to the last digit. */
    private static final double TINY = -40;
    /** Means above it are not summed. */
    private static final double MOST = 2e5;

    /** A nu below one over it is told as 0. */
    private static final double GEOMETRIC = 1e3;

    ConwayMaxwellFamily() {
        super(
                "compois",
                List.of(new LogLink(), PowerLink.SQRT, new IdentityLink()),
                new Parameter("dispersion", "disp", new LogLink(), false));
    }

    @Override
    LogDensity density(PositiveLink link) {
        return new JetDensity(
                2,
                false,
                () -> {
                    Row row = new Row();
                    return (y, eta) -> {
                        row.at(LinkJets.logMean(link, eta[0]), eta[1]);
                        return row.logDensity(y);
                    };
                },
                y -> 0);
    }

    /** log log Z. */
    @Override
    Depth depth() {
        Row row = new Row();
        return (logMean, eta) -> {
            row.at(logMean, eta[1]);
            return logMean.value() < TINY ? logMean : row.logZ().log();
        };
    }

    /** L and log Z of one row, as derivatives of its predictors have them. */
    private static final class Row {
        private final ConwayMaxwellSums sums = new ConwayMaxwellSums();
        private double summedMean = Double.NaN;
        private double summedNu = Double.NaN;
        private boolean summedByNu;

        private Jet nu;
        /** Where counts are summed, or hardly any is not 0. */
        private Jet rate;

        private Jet logZ;
        /** By the series. */
        private Jet x;

        private Jet rest;
        private boolean bySeries;

        void at(Jet logMean, Jet tau) {
            Jet mean = logMean.exp();
            nu = tau.times(-1).exp();
            bySeries = ConwayMaxwellSeries.isRight(mean.value(), nu.value());
            if (bySeries) {
                x = ConwayMaxwellSeries.x(mean, nu);
                rest = ConwayMaxwellSeries.rest(x, nu);
            } else if (logMean.value() < TINY) {
                rate = logMean;
                logZ = mean;
            } else if (mean.value() <= MOST) {
                bySums(logMean, mean);
            } else {
                rate = mean.map(Double.NaN, 0, 0, 0);
                logZ = rate;
            }
        }

        Jet logZ() {
            return bySeries ? nu.times(x).plus(rest) : logZ;
        }

        /** NaN where counts are too many and too spread for this. */
        Jet logDensity(double y) {
            if (!bySeries) {
                Jet log = rate.times(y).minus(logZ);
                return y < 2 ? log : log.minus(nu.times(Stirling.logFactorial(y)));
            }
            if (y == 0) return logZ().times(-1);
            // nu times (y log(x / y) + y - x), where the powers of y are gone
            double excess = (x.value() - y) / y;
            Jet logX = x.log();
            double ratio = Math.abs(excess) < 0.5 ? Math.log1p(excess) : logX.value() - Math.log(y);
            Jet deviance = logX.plus(ratio - logX.value()).times(y).minus(x.plus(-y));
            double factorial = 0.5 * Math.log(y) + Stirling.HALF_LOG_2PI + Stirling.error(y);
            return nu.times(deviance.plus(-factorial)).minus(rest);
        }

        /** From the cumulants at this mean and nu, to the third order in the predictors. */
        private void bySums(Jet logMean, Jet mean) {
            boolean byNu = !nu.constant;
            if (logMean.value() != summedMean || nu.value() != summedNu || byNu && !summedByNu) {
                summedMean = logMean.value();
                summedNu = nu.value();
                summedByNu = byNu;
                sums.solve(summedMean, summedNu, byNu);
            }
            double[][] c = sums.cumulant;
            Jet n = nu.plus(-nu.value());
            // what is left of the mean's own rounding too
            Jet byMean = mean.plus(-c[1][0]).minus(n.times(c[1][1]));
            Jet l = byMean.times(1 / c[2][0]);
            Jet nn = n.times(n);
            Jet third = nn.times(n);
            // the mean's own series, solved for L: each step is right to one order more
            for (int i = 0; i < 2; i++) {
                Jet second =
                        l.times(c[3][0] / 2).plus(n.times(c[2][1])).times(l).plus(nn.times(c[1][2] / 2));
                Jet cubic =
                        cubic(l, n, nn, c[4][0] / 6, c[3][1] / 2, c[2][2] / 2).plus(third.times(c[1][3] / 6));
                l = byMean.minus(second).minus(cubic).times(1 / c[2][0]);
            }
            Jet first = l.times(c[1][0]).plus(n.times(c[0][1]));
            Jet second = l.times(c[2][0] / 2).plus(n.times(c[1][1])).times(l).plus(nn.times(c[0][2] / 2));
            Jet cubic = cubic(l, n, nn, c[3][0] / 6, c[2][1] / 2, c[1][2] / 2).plus(third.times(c[0][3] / 6));
            rate = l.plus(sums.logRate);
            logZ = first.plus(second).plus(cubic).plus(sums.logZ);
        }

        /** a l^3 + b l^2 n + c l n^2. */
        private static Jet cubic(Jet l, Jet n, Jet nn, double a, double b, double c) {
            return l.times(a).plus(n.times(b)).times(l).plus(nn.times(c)).times(l);
        }
    }

    @Override
    public double variance(double mu, double[] predictors) {
        double nu = Math.exp(-predictors[0]);
        double logMean = Math.log(mu);
        if (logMean < TINY) return mu;
        if (!(mu <= MOST) || ConwayMaxwellSeries.isRight(mu, nu)) return ConwayMaxwellSeries.variance(mu, nu);
        ConwayMaxwellSums sums = new ConwayMaxwellSums();
        sums.solve(logMean, nu, false);
        return sums.cumulant[2][0];
    }

    @Override
    @Nullable
    String limit(double value, String prefix) {
        return value > GEOMETRIC
                ? "nu = 1 / phi of " + prefix + name()
                        + " runs to 0, beyond which its counts do not vary more: they are geometric there; use family = "
                        + prefix + "nbinom2"
                : null;
    }

    /** By moments. */
    @Override
    public double start(Parameter parameter, double[] y, double[] w, double[] mu) {
        return Math.log(Math.max(0.2, Math.min(20, relativeVariance(y, w, mu))));
    }
}
