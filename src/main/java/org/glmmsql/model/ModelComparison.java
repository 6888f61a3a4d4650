package org.glmmsql.model;

import java.util.List;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.ChiSquaredDistribution;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;

/** Likelihood ratio test of nested models: the smaller first, as R's anova. */
public record ModelComparison(List<Row> rows) {
    /**
     * One model beside the one before it.
     *
     * @param statistic twice the gain in log-likelihood; NaN for the first
     * @param df additional parameters; NaN for the first
     * @param pValue chi-squared; NaN without additional parameters. Conservative where a variance is tested, which is 0 on the
     *     boundary of its space (Self and Liang 1987)
     */
    public record Row(FittedModel model, double statistic, double df, double pValue) {}

    /**
     * Compares two models of the same rows.
     *
     * @throws GlmmException NOT_FITTED; NOT_COMPARABLE if rows, family, or approximation of the likelihood differ, or fixed effects
     *     of restricted likelihoods
     */
    public static ModelComparison of(FittedModel one, FittedModel other) {
        Stream.of(one, other).forEach(ModelComparison::requireFitted);
        requireSame("the rows they were fitted to", one.nobs() + " rows", other.nobs() + " rows");
        requireSame("their response, weights or offset", one.dataDigest(), other.dataDigest());
        requireSame("their family", one.family(), other.family());
        requireSame("their method", one.method(), other.method());
        requireSame("their number of quadrature points", "nagq = " + one.nagq(), "nagq = " + other.nagq());
        if (one.method().equals("REML")) {
            requireSame(
                    "their fixed effects, so restricted likelihoods are not of the same data; use method = ML",
                    terms(one),
                    terms(other));
        }
        FittedModel small = one.npar() <= other.npar() ? one : other;
        FittedModel large = small == one ? other : one;
        double statistic = Math.max(0, 2 * (large.logLik() - small.logLik()));
        double df = large.npar() - small.npar();
        double pValue = df == 0 ? Double.NaN : ChiSquaredDistribution.of(df).survivalProbability(statistic);
        return new ModelComparison(
                List.of(new Row(small, Double.NaN, Double.NaN, Double.NaN), new Row(large, statistic, df, pValue)));
    }

    private static void requireFitted(FittedModel model) {
        if (model.status() != Status.OK) {
            throw new GlmmException(
                    ErrorCode.NOT_FITTED,
                    "the model '" + model.formula() + "' has no likelihood to compare, its status is " + model.status()
                            + ": " + model.message());
        }
    }

    private static void requireSame(String what, String one, String other) {
        if (!one.equals(other)) {
            throw new GlmmException(
                    ErrorCode.NOT_COMPARABLE,
                    "the models differ in " + what + " (" + one + " and " + other
                            + "); fit both to the same rows in the same way");
        }
    }

    private static String terms(FittedModel model) {
        return String.join(" + ", model.fixed().stream().map(Coefficient::term).toList());
    }
}
