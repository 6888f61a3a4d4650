package org.glmmsql.family;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tweedie distribution with an atom at 0: a Poisson number of Gamma summands, Var y = phi mu^p / w, 1 &lt; p &lt; 2 (D-F33). Poisson as
 * p goes to 1 with phi = 1, Gamma as p goes to 2.
 */
final class TweedieFamily extends LinkedFamily<PositiveLink> {
    /** What starts and the pooled model take p for. */
    private static final double POWER = 1.5;

    /** Powers this near to 1 or 2 are told from them by no data. */
    private static final double NEAR = 1e-3;
    /** Dispersions to start from, at most and at least. */
    private static final double LEAST = 1e-3, MOST = 1e3;

    TweedieFamily() {
        super(
                "tweedie",
                List.of(new LogLink(), new IdentityLink(), PowerLink.INVERSE),
                new Parameter("dispersion", "disp", new LogLink(), false),
                new Parameter(Parameter.SHAPE, "shape", new TweediePowerLink(), false));
    }

    @Override
    public boolean gathers() {
        return true;
    }

    @Override
    LogDensity density(PositiveLink link) {
        return new TweedieDensity(link);
    }

    @Override
    Distribution distribution(RowDensity density, PositiveLink link, double[] predictors, double weight) {
        double power = parameters().get(2).value(predictors[2]);
        return new TweedieDistribution(density, link.mu(predictors[0]), Math.exp(predictors[1]) / weight, power);
    }

    @Override
    boolean inRange(double y) {
        return y >= 0 && y < Double.POSITIVE_INFINITY;
    }

    @Override
    String range() {
        return "numbers of at least 0";
    }

    @Override
    public boolean isAtom(double y) {
        return y == 0;
    }

    @Override
    public int edge(double y) {
        return y == 0 ? -1 : 0;
    }

    @Override
    public boolean separable(String link) {
        return link.equals("log");
    }

    @Override
    public double startingMean(double y, double w) {
        return y > 0 ? y : 1.0 / 6;
    }

    @Override
    public double unitDeviance(double y, double mu) {
        double root = Math.sqrt(Math.sqrt(mu));
        double difference = root - Math.sqrt(y) / root;
        return 4 * difference * difference;
    }

    /** At the power of the row, p: 2 (y^(2-p) / ((1-p) (2-p)) - y mu^(1-p) / (1-p) + mu^(2-p) / (2-p)) (Jorgensen 1997). */
    @Override
    public double unitDeviance(double y, double mu, double[] predictors) {
        double p = parameters().get(2).value(predictors[1]);
        double ofResponse = y == 0 ? 0 : Math.pow(y, 2 - p) / ((1 - p) * (2 - p));
        return 2 * (ofResponse - y * Math.pow(mu, 1 - p) / (1 - p) + Math.pow(mu, 2 - p) / (2 - p));
    }

    @Override
    public boolean hasDevianceWithShapes() {
        return true;
    }

    @Override
    public double variance(double mu) {
        return Math.pow(mu, POWER);
    }

    @Override
    public double variance(double mu, double[] predictors) {
        double power = parameters().get(2).value(predictors[1]);
        return Math.exp(predictors[0] + power * Math.log(mu));
    }

    @Override
    public @Nullable String limit(Parameter parameter, double value) {
        if (!parameter.name().equals(Parameter.SHAPE) || value > 1 + NEAR && value < 2 - NEAR) return null;
        return value > POWER
                ? "the power of tweedie runs to 2, where it is Gamma and has no zeros: use family = Gamma, or hold it, such as"
                        + " shape = 1.9"
                : "the power of tweedie runs to 1, where responses are multiples of the dispersion as counts are: use a family of"
                        + " counts, or hold it, such as shape = 1.1";
    }

    /** The power in the middle, and the dispersion by Pearson's statistic. */
    @Override
    public double start(Parameter parameter, double[] y, double[] w, double[] mu) {
        if (parameter.name().equals(Parameter.SHAPE)) return parameter.eta(POWER);
        double squares = 0;
        double rows = 0;
        for (int i = 0; i < y.length; i++) {
            double square = w[i] * (y[i] - mu[i]) * (y[i] - mu[i]) / variance(mu[i]);
            if (!(square < Double.POSITIVE_INFINITY)) continue;
            squares += square;
            rows += w[i];
        }
        return Math.log(Math.min(MOST, Math.max(LEAST, squares / rows)));
    }

    @Override
    public String symbol(Parameter parameter) {
        return parameter.name().equals(Parameter.SHAPE) ? "p" : super.symbol(parameter);
    }

    @Override
    public double sigma(double dispersion) {
        return dispersion;
    }

    @Override
    public boolean shapeIsVariancePower() {
        return true;
    }
}
