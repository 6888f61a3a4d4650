package org.glmmsql.family;

import java.util.List;
import org.glmmsql.special.Stirling;
import org.jspecify.annotations.Nullable;

/**
 * Student's t about its location: y = mu + sigma t / sqrt(w), t with df degrees of freedom, of which sigma is the scale, not the standard
 * deviation (D-F30). Gaussian as df goes to infinity; a mean for df &gt; 1, a variance for df &gt; 2.
 */
final class StudentFamily extends RealFamily {
    /** From here on squares are taken by logarithms. */
    private static final double FAR = 1e6;
    /** More degrees of freedom than any data tell from infinitely many. */
    private static final double GAUSSIAN = 1e4;
    /** Degrees of freedom to start from. */
    private static final double FEWEST = 3, MOST = 30;

    StudentFamily() {
        super(
                "t",
                List.of(new IdentityLink(), new LogLink(), PowerLink.INVERSE),
                new Parameter(Parameter.SHAPE, "shape", new LogLink(), false));
    }

    @Override
    LogDensity density(RealLink link) {
        return new ScaledJetDensity(
                3,
                false,
                (y, w, eta) -> logDensity(eta[1], eta[2], tail(link, y, w, eta)),
                (y, w) -> 0.5 * Math.log(w) - Stirling.HALF_LOG_2PI);
    }

    private static Jet logDensity(Jet logSigma, Jet logDf, Jet tail) {
        Jet df = logDf.exp();
        return df.times(0.5)
                .halfRise()
                .minus(logSigma)
                .minus(df.plus(1).times(0.5).times(tail));
    }

    /** log(1 + z^2 / df), z the residual in units of sigma. */
    private static Jet tail(RealLink link, double y, double w, Jet[] eta) {
        Jet z = residual(link, y, w, eta);
        double mu = link.mu(eta[0].value());
        if (!(Math.abs(z.value()) > FAR && Math.abs(mu) > 2 * Math.abs(y)))
            return z.times(z).times(eta[2].times(-1).exp()).log1p();
        // by logarithms: far out squares are beyond the range of a double
        Jet size = LinkJets.logSize(link, eta[0]);
        Jet ratio = size.times(-1).exp().times(-y * Math.signum(mu));
        return size.plus(ratio.log1p())
                .minus(eta[1])
                .plus(0.5 * Math.log(w))
                .times(2)
                .minus(eta[2])
                .softplus();
    }

    @Override
    Distribution distribution(RowDensity density, RealLink link, double[] predictors, double weight) {
        double scale = Math.exp(predictors[1]) / Math.sqrt(weight);
        return new StudentDistribution(density, link.mu(predictors[0]), scale, Math.exp(predictors[2]));
    }

    @Override
    public String symbol(Parameter parameter) {
        return parameter.name().equals(Parameter.SHAPE) ? "df" : super.symbol(parameter);
    }

    @Override
    public double variance(double mu, double[] predictors) {
        double df = Math.exp(predictors[1]);
        double square = Math.exp(2 * predictors[0]);
        return df > 2 ? square * (df / (df - 2)) : Double.POSITIVE_INFINITY;
    }

    @Override
    public @Nullable String limit(Parameter parameter, double value) {
        return parameter.name().equals(Parameter.SHAPE) && value > GAUSSIAN
                ? "the degrees of freedom of t run to infinity, where it is gaussian: the other estimates are those of family ="
                        + " gaussian, use that, or hold them, such as shape = 10"
                : null;
    }

    /** By the fourth moment of the residuals, 3 + 6 / (df - 4) times the square of the second, and that one. */
    @Override
    public double start(Parameter parameter, double[] y, double[] w, double[] mu) {
        Moments moments = Moments.ofResiduals(y, w, mu);
        double excess = moments.fourth() / (moments.second() * moments.second()) - 3;
        double df = excess > 0 ? Math.min(MOST, Math.max(FEWEST, 4 + 6 / excess)) : MOST;
        return parameter.name().equals(Parameter.SHAPE)
                ? Math.log(df)
                : 0.5 * Math.log(moments.second() * (df - 2) / df);
    }
}
