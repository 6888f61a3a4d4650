package org.glmmsql.model;

import java.util.ArrayList;
import java.util.Comparator;
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
     * @param mixture the same of the mixture of chi-squared distributions for one more variance; NaN unless asked for, or not of one
     * @param note GLMM-403 and why there is no test; else empty
     */
    public record Row(FittedModel model, double statistic, double df, double pValue, double mixture, String note) {
        private static Row untested(FittedModel model, String note) {
            return new Row(model, Double.NaN, Double.NaN, Double.NaN, Double.NaN, note);
        }
    }

    /**
     * A chain of models of the same rows, from the smallest to the largest, each tested against the one before it.
     *
     * @param mixture whether a variance is tested by the mixture of chi-squared distributions that its boundary makes (Stram and Lee 1994)
     * @throws GlmmException as {@link #of(FittedModel, FittedModel)}
     */
    public static ModelComparison ofChain(List<FittedModel> models, boolean mixture) {
        List<FittedModel> chain = models.stream()
                .sorted(Comparator.comparingInt(FittedModel::npar))
                .toList();
        List<Row> rows = new ArrayList<>();
        for (int i = 0; i < chain.size(); i++) {
            if (i == 0) {
                requireFitted(chain.get(0));
                rows.add(Row.untested(chain.get(0), ""));
            } else {
                Row row = of(chain.get(i - 1), chain.get(i)).rows().get(1);
                rows.add(mixture && row.note().isEmpty() ? mixed(chain.get(i - 1), row) : row);
            }
        }
        return new ModelComparison(rows);
    }

    /** A variance and its q covariances: half of the distribution with q, half of that with q + 1 degrees of freedom. */
    private static Row mixed(FittedModel small, Row row) {
        boolean sameFixed = terms(small).equals(terms(row.model()));
        if (!sameFixed || variances(row.model()) - variances(small) != 1) {
            return new Row(
                    row.model(),
                    row.statistic(),
                    row.df(),
                    row.pValue(),
                    Double.NaN,
                    "mixture = true is of one more variance with its covariances and the same fixed effects; there is no p_mixture of these models");
        }
        double upper = tail(row.df(), row.statistic());
        double lower = tail(row.df() - 1, row.statistic());
        return new Row(row.model(), row.statistic(), row.df(), row.pValue(), (lower + upper) / 2, "");
    }

    private static double tail(double df, double statistic) {
        return df > 0
                ? ChiSquaredDistribution.of(df).survivalProbability(statistic)
                : statistic > 0 ? 0 : 1; // all of it is at 0
    }

    private static long variances(FittedModel model) {
        return model.varCorr().stream()
                .filter(v -> !v.group().equals(VarCorr.RESIDUAL) && v.term2() == null && !v.isNamed())
                .count();
    }

    /**
     * Compares two models of the same rows. Models that are not nested stand side by side with their information criteria, without a
     * test and with a note.
     *
     * @throws GlmmException NOT_FITTED; NOT_COMPARABLE if rows, family, link, or approximation of the likelihood differ, or fixed effects
     *     of restricted likelihoods
     */
    public static ModelComparison of(FittedModel one, FittedModel other) {
        Stream.of(one, other).forEach(ModelComparison::requireFitted);
        requireSame("the rows they were fitted to", one.nobs() + " rows", other.nobs() + " rows");
        requireSame("their response, weights or offset", one.dataDigest(), other.dataDigest());
        requireSame("their family", one.family(), other.family());
        requireSame("their link", one.link(), other.link());
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
        Row first = Row.untested(small, "");
        String problem = Nesting.problem(small, large);
        if (problem != null) {
            String note = "GLMM-" + ErrorCode.NOT_NESTED.number() + ": the models are not nested, " + problem
                    + ", so that there is no likelihood ratio test; compare them by aic or bic";
            return new ModelComparison(List.of(first, Row.untested(large, note)));
        }
        double statistic = Math.max(0, 2 * (large.logLik() - small.logLik()));
        double df = large.npar() - small.npar();
        double pValue = df == 0 ? Double.NaN : ChiSquaredDistribution.of(df).survivalProbability(statistic);
        return new ModelComparison(List.of(first, new Row(large, statistic, df, pValue, Double.NaN, "")));
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
