package org.glmmsql.formula;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The options of a model text after the formula. Null means not given.
 *
 * @param family name as written (canonical spelling is the family registry's business)
 * @param link link as written in {@code name(link)}
 * @param random law text by grouping factor; the key "" holds for all others
 * @param levels order of levels by variable
 * @param contrasts coding by variable
 * @param weights name of the prior weights column
 * @param offset name of the offset column
 * @param predictors what is said of the parameters of the distribution beside its mean, by parameter: dispersion, zero, shape
 * @param residual how the residuals of a group are correlated
 * @param df how degrees of freedom of tests of the mean are found: satterthwaite, kenward_roger, residual, none
 * @param vcov the covariance matrix of estimates where it is not that of the model
 * @param conf how limits are found
 * @param confLevel in (0, 1), default 0.95
 * @param naFail whether a NULL is an error instead of a dropped row
 * @param failOnError whether data that no model can be fitted to are an error instead of a model that says so
 * @param ranef whether the model keeps its conditional modes
 * @param minimal whether the model leaves out what only further inference needs
 */
public record Options(
        @Nullable String family,
        @Nullable String link,
        int nagq,
        @Nullable Method method,
        Map<String, String> random,
        Map<String, List<String>> levels,
        Map<String, String> contrasts,
        @Nullable String weights,
        @Nullable String offset,
        Map<String, PredictorPart> predictors,
        @Nullable ResidualPart residual,
        @Nullable String df,
        @Nullable RobustVcov vcov,
        Conf conf,
        double confLevel,
        boolean naFail,
        boolean failOnError,
        boolean ranef,
        boolean minimal,
        @Nullable Integer maxIterations,
        @Nullable Double tolerance,
        @Nullable Integer threads) {
    private static final Set<String> OF_TRIALS = Set.of("binomial", "betabinomial");

    /**
     * Whether {@code successes / trials} is a response of this family, and not arithmetic. What a family is made of is the family's
     * business; this and the next are all of it that the meaning of a formula depends on.
     */
    public boolean ofTrials() {
        return family != null && OF_TRIALS.contains(family.strip().toLowerCase(Locale.ROOT));
    }

    /** Whether the response is ordered categories, whose thresholds take the place of an intercept. */
    public boolean ofCategories() {
        return family != null && family.strip().equalsIgnoreCase("cumulative");
    }

    /** The parameters beside the mean that a model text can say something of, each an option. */
    public static final List<String> PARAMETERS = List.of("dispersion", "zero", "shape");

    /** The parameter that the mean of a response depends on beside the one that the formula models. */
    public static final String ZERO = "zero";

    /** Fixed-effects terms of the model of log dispersion, null where it is not modelled. */
    public @Nullable FixedPart dispersion() {
        PredictorPart part = predictors.get("dispersion");
        return part == null || part.held() != null ? null : part.fixed();
    }

    /** Text of the law of the random effects of a grouping factor. */
    public String law(String group) {
        return random.getOrDefault(group, random.getOrDefault("", "normal"));
    }

    /** The same without the coding of factors that are not among these. */
    Options withContrastsOf(Set<String> variables) {
        Map<String, String> rest = new LinkedHashMap<>(contrasts);
        rest.keySet().retainAll(variables);
        return new Options(
                family,
                link,
                nagq,
                method,
                random,
                levels,
                rest,
                weights,
                offset,
                predictors,
                residual,
                df,
                vcov,
                conf,
                confLevel,
                naFail,
                failOnError,
                ranef,
                minimal,
                maxIterations,
                tolerance,
                threads);
    }
}
