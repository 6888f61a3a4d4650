package org.glmmsql.family;

import java.util.List;
import org.glmmsql.special.Stirling;
import org.jspecify.annotations.Nullable;

/**
 * Skew normal distribution (Azzalini 1985) by the mean mu and the standard deviation sigma / sqrt(w) of the response and the shape alpha,
 * a number of either sign (D-F32): gaussian at alpha = 0, where the likelihood is stationary, half normal at infinity.
 */
final class SkewNormalFamily extends RealFamily {
    private static final double TWO_BY_PI = 2 / Math.PI;
    /** A larger shape is not told from a half normal distribution. */
    private static final double HALF = 100;
    /** Skewness to start from: no more than most samples have, and none so small that the search stays at alpha = 0. */
    private static final double LEAST = 0.1, MOST = 0.8;

    SkewNormalFamily() {
        super(
                "skewnormal",
                List.of(new IdentityLink()),
                new Parameter(Parameter.SHAPE, "shape", new IdentityLink(), false));
    }

    @Override
    public boolean absorbsNormal() {
        return true;
    }

    @Override
    LogDensity density(RealLink link) {
        return new ScaledJetDensity(
                3,
                true,
                (y, w, eta) -> logDensity(residual(link, y, w, eta), eta[1], eta[2]),
                (y, w) -> 0.5 * Math.log(w) - Stirling.HALF_LOG_2PI + Math.log(2));
    }

    private static Jet logDensity(Jet residual, Jet logSigma, Jet alpha) {
        Jet square = alpha.times(alpha);
        Jet root = square.log1p().times(0.5);
        // of the variance of the standard skew normal distribution, 1 - 2 delta^2 / pi
        Jet logSd = square.times(1 - TWO_BY_PI).log1p().times(0.5).minus(root);
        Jet mean = alpha.times(root.times(-1).exp()).times(Math.sqrt(TWO_BY_PI));
        Jet z = residual.times(logSd.exp()).plus(mean);
        return logSd.minus(logSigma)
                .minus(z.times(z).times(0.5))
                .plus(alpha.times(z).logNormalCdf());
    }

    @Override
    public String symbol(Parameter parameter) {
        return parameter.name().equals(Parameter.SHAPE) ? "alpha" : super.symbol(parameter);
    }

    @Override
    public double variance(double mu, double[] predictors) {
        return Math.exp(2 * predictors[0]);
    }

    /** By the second and the third moment of the residuals. */
    @Override
    public double start(Parameter parameter, double[] y, double[] w, double[] mu) {
        Moments moments = Moments.ofResiduals(y, w, mu);
        double skewness = moments.third() / Math.pow(moments.second(), 1.5);
        return parameter.name().equals(Parameter.SHAPE)
                ? shape(Math.copySign(Math.max(LEAST, Math.min(MOST, Math.abs(skewness))), skewness))
                : 0.5 * Math.log(moments.second());
    }

    /** The shape of a distribution with this skewness. */
    private static double shape(double skewness) {
        double cubeRoot = Math.cbrt(2 * skewness / (4 - Math.PI));
        double delta = cubeRoot / Math.sqrt(TWO_BY_PI * (1 + cubeRoot * cubeRoot));
        return delta / Math.sqrt(1 - delta * delta);
    }

    @Override
    public @Nullable String limit(Parameter parameter, double value) {
        return parameter.name().equals(Parameter.SHAPE) && Math.abs(value) > HALF
                ? "alpha of skewnormal runs to infinity, where the distribution is half normal and ends at a least or largest"
                        + " response: hold it, such as shape = 5, or use another family"
                : null;
    }

    @Override
    public List<Double> otherStarts(Parameter parameter, double start) {
        return parameter.name().equals(Parameter.SHAPE) ? List.of(-start) : List.of();
    }
}
