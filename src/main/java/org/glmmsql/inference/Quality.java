package org.glmmsql.inference;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.commons.numbers.gamma.Trigamma;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.Suggestion;
import org.glmmsql.model.CallOptions;
import org.glmmsql.model.FitQuality;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.jspecify.annotations.Nullable;

/**
 * How much of the variance a model explains: R^2 and intra-class correlation on the scale of the linear predictor (Nakagawa, Johnson and
 * Schielzeth 2017; with random slopes Johnson 2014), and how its Pearson residuals and zeros compare with what it expects.
 *
 * @param marginal R^2 of the fixed effects
 * @param conditional R^2 of fixed and random effects
 * @param iccAdjusted random variance over random and residual variance
 * @param iccUnadjusted random variance over all
 * @param varResidual of a gaussian model; else NaN
 * @param varDistribution of the distribution on the scale of the linear predictor; NaN for a gaussian model
 * @param dispersionRatio Pearson chi-squared over nobs - npar; NaN for a gaussian model
 * @param iccByGroup JSON object of grouping factor to its share of all random and residual variance
 * @param note what could not be had and why; else empty
 */
public record Quality(
        double marginal,
        double conditional,
        double iccAdjusted,
        double iccUnadjusted,
        double varFixed,
        double varRandom,
        double varResidual,
        double varDistribution,
        double pearson,
        double dispersionRatio,
        double zerosObserved,
        double zerosExpected,
        double aicc,
        String iccByGroup,
        String note) {

    private static final List<String> VARIANCES = List.of("theoretical", "delta", "lognormal", "trigamma");

    /** A variance, or why there is none. */
    private record Found(double variance, String note) {
        static Found none(String note) {
            return new Found(Double.NaN, note);
        }
    }

    /**
     * @param nullModel the model with the same random terms and no fixed effects but the intercept, as text; null for none
     * @param options {@code variance = theoretical | delta | lognormal | trigamma}
     * @throws GlmmException UNKNOWN_OPTION, BAD_OPTION_VALUE, NOT_FITTED; NOT_APPLICABLE for a model that does not keep what it needs
     */
    public static Quality of(FittedModel model, @Nullable FittedModel nullModel, String options) {
        CallOptions given = CallOptions.parse("glmm_quality", options, List.of("variance"));
        String variance = given.text("variance")
                .toLowerCase(Locale.ROOT)
                .replaceFirst("^gamma_", "")
                .replaceFirst("_logit$", "");
        if (!variance.isEmpty() && !VARIANCES.contains(variance)) {
            throw new GlmmException(
                    ErrorCode.BAD_OPTION_VALUE,
                    "option variance is '" + Excerpt.of(given.text("variance")) + "'; "
                            + Suggestion.among(variance, VARIANCES));
        }
        MeanPredictor.ofEstimates(model);
        FitQuality kept = kept(model);
        double random = random(kept);
        boolean gaussian = model.isNormal() && model.link().equals("identity");
        Found found = gaussian ? residual(model) : distribution(model, nullModel, variance);
        double rest = found.variance;
        double all = kept.varFixed() + random + rest;
        return new Quality(
                kept.varFixed() / all,
                (kept.varFixed() + random) / all,
                random / (random + rest),
                random / all,
                kept.varFixed(),
                random,
                gaussian ? rest : Double.NaN,
                gaussian ? Double.NaN : rest,
                kept.pearson(),
                gaussian ? Double.NaN : kept.pearson() / (model.nobs() - model.npar()),
                kept.zerosObserved(),
                kept.zerosExpected(),
                aicc(model),
                byGroup(model, kept, random + rest),
                Double.isNaN(random) ? "the variance of the random effects is not known" : found.note);
    }

    /** -2 l + 2 k + 2 k (k + 1) / (n - k - 1); NaN with no more rows than that (Hurvich and Tsai 1989). */
    public static double aicc(FittedModel model) {
        double k = model.npar();
        double rest = model.nobs() - k - 1;
        return rest > 0 ? model.aic() + 2 * k * (k + 1) / rest : Double.NaN;
    }

    private static FitQuality kept(FittedModel model) {
        if (model.quality() == null) {
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "the model does not keep what its rows were like, as it was stored by an earlier version of glmm-sql; fit it again");
        }
        return model.quality();
    }

    private static double random(FitQuality kept) {
        return kept.varRandom().stream()
                .mapToDouble(v -> Double.isNaN(v) ? 0 : v)
                .sum();
    }

    private static String byGroup(FittedModel model, FitQuality kept, double all) {
        Map<String, Object> shares = new LinkedHashMap<>();
        for (int t = 0; t < kept.varRandom().size(); t++) {
            double share = kept.varRandom().get(t) / all;
            if (Double.isFinite(share)) {
                shares.merge(model.terms().get(t).group(), share, (a, b) -> (Double) a + (Double) b);
            }
        }
        return Levels.json(shares);
    }

    private static Found residual(FittedModel model) {
        double sigma = model.sigma();
        return Double.isNaN(sigma)
                ? Found.none("the residual variance is not the same for all rows, so that there is no R2")
                : new Found(sigma * sigma, "");
    }

    private static Found distribution(FittedModel model, @Nullable FittedModel nullModel, String variance) {
        return switch (model.family()) {
            case "binomial" -> binomial(model, nullModel, variance);
            case "poisson", "nbinom1", "nbinom2" -> counts(model, nullModel, variance);
            case "Gamma" -> gamma(model, variance);
            default -> Found.none("there is no R2 of the family " + model.family());
        };
    }

    private static Found binomial(FittedModel model, @Nullable FittedModel nullModel, String variance) {
        if (variance.isEmpty() || variance.equals("theoretical")) {
            return switch (model.link()) {
                case "logit" -> new Found(Math.PI * Math.PI / 3, "");
                case "probit" -> new Found(1, "");
                case "cloglog", "loglog" -> new Found(Math.PI * Math.PI / 6, "");
                default -> Found.none("there is no R2 of the link " + model.link());
            };
        }
        if (!variance.equals("delta") || !model.link().equals("logit")) {
            return Found.none("variance = " + variance + " is not of a binomial model with the link " + model.link());
        }
        Found needed = requireNull(nullModel);
        if (needed != null) {
            return needed;
        }
        double b = intercept(nullModel);
        double v = random(kept(nullModel));
        double p = 1 / (1 + Math.exp(-(b - v / 2 * Math.tanh(b * (1 + 2 * Math.exp(-v / 2)) / 6))));
        return new Found(1 / (p * (1 - p)), "");
    }

    private static Found counts(FittedModel model, @Nullable FittedModel nullModel, String variance) {
        if (!model.link().equals("log") || variance.equals("theoretical")) {
            return Found.none("there is no R2 of a count with the link " + model.link() + " and this variance");
        }
        Found needed = requireNull(nullModel);
        if (needed != null) {
            return needed;
        }
        FitQuality kept = kept(nullModel);
        double lambda = kept.exposure() * Math.exp(intercept(nullModel) + random(kept) / 2);
        double dispersion = model.family().equals("poisson") ? 0 : model.constant("dispersion");
        double cv = model.family().equals("nbinom1") ? (1 + dispersion) / lambda : 1 / lambda;
        return logarithm(model.family().equals("nbinom2") ? cv + 1 / dispersion : cv, variance);
    }

    private static Found gamma(FittedModel model, String variance) {
        if (!model.link().equals("log") || Double.isNaN(model.sigma()) || variance.equals("theoretical")) {
            return Found.none("there is no R2 of a Gamma model with the link " + model.link()
                    + " and this variance or dispersion");
        }
        return logarithm(model.sigma() * model.sigma(), variance);
    }

    /** Of the logarithm of a response with this squared coefficient of variation. */
    private static Found logarithm(double cv, String variance) {
        double found = switch (variance) {
            case "delta" -> cv;
            case "trigamma" -> Trigamma.value(1 / cv);
            default -> Math.log1p(cv);
        };
        return Double.isNaN(found)
                ? Found.none("the dispersion is not the same for all rows, so that there is no R2")
                : new Found(found, "");
    }

    private static double intercept(FittedModel nullModel) {
        return nullModel.fixed().get(0).estimate();
    }

    /** What is wrong with it; null for nothing. */
    private static @Nullable Found requireNull(@Nullable FittedModel nullModel) {
        if (nullModel == null) {
            return Found.none(
                    "R2 of this distribution needs the mean of the null model: pass the fit with ~ 1 and the same random terms and offset as second argument");
        }
        if (nullModel.status() != Status.OK || nullModel.fixed().size() != 1) {
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "the second model, '" + nullModel.formula()
                            + "', is not a null model with an estimate of its intercept alone; fit y ~ 1 with the same random terms");
        }
        return null;
    }
}
