package org.glmmsql.family;

import java.util.List;
import org.glmmsql.design.Response;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.jspecify.annotations.Nullable;

/**
 * Ordered categories 1, ..., J: P(y &lt;= j) = F(theta_j - eta) with the inverse F of the link (McCullagh 1980), eta without an intercept (D-F13).
 * A row's two thresholds are predictors that share their coefficients.
 */
final class CumulativeFamily extends LinkedFamily<UnitLink> {
    private static final IdentityLink IDENTITY = new IdentityLink();

    CumulativeFamily() {
        super(
                "cumulative",
                List.of(new LogitLink(), new ProbitLink(), new CloglogLink(), new LoglogLink(), new CauchitLink()),
                new Parameter("threshold", "threshold", IDENTITY, false, Parameter.Threshold.UPPER),
                new Parameter("lower threshold", "threshold", IDENTITY, false, Parameter.Threshold.LOWER));
    }

    @Override
    LogDensity density(UnitLink link) {
        return link instanceof LogitLink ? new CumulativeLogitDensity() : new CumulativeDensity(link);
    }

    /** @param predictors eta, then all thresholds in their order, as a category is known that is between two of them */
    @Override
    public Distribution distribution(String link, double[] predictors, double weight) {
        return new CategoryDistribution(link(link), predictors);
    }

    @Override
    public boolean ofCategories() {
        return true;
    }

    @Override
    public List<String> linksOfTheWholeLine() {
        return links();
    }

    @Override
    public boolean separable(String link) {
        return true;
    }

    @Override
    public double[] priorWeights(Response response, double @Nullable [] weights) {
        if (response.trials() != null) {
            throw new GlmmException(
                    ErrorCode.RESPONSE_TYPE,
                    "response '" + response.name() + "' gives successes and trials; " + name()
                            + " takes one ordered category a row, family = binomial takes these");
        }
        Violations bad = new Violations();
        for (double y : response.y()) {
            bad.check(inRange(y), y);
        }
        bad.raise(
                ErrorCode.RESPONSE_RANGE,
                "response '" + response.name() + "'",
                "outside " + range(),
                name() + " takes " + range());
        return checkedWeights(response.y().length, weights);
    }

    @Override
    boolean inRange(double y) {
        return y >= 1 && y == Math.rint(y) && y < Integer.MAX_VALUE;
    }

    @Override
    String range() {
        return "the numbers 1, 2, ... of ordered categories";
    }

    @Override
    public double startingMean(double y, double w) {
        return 0.5;
    }

    /** None: a category has no distance from a mean. */
    @Override
    public double unitDeviance(double y, double mu) {
        return 0;
    }

    @Override
    public double variance(double mu) {
        return mu * (1 - mu);
    }
}
