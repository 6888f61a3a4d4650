package org.glmmsql.reference;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The estimates of a reference. Null where the reference does not give them.
 *
 * @param logLik maximised (restricted, for REML) log-likelihood with all constants
 * @param zi coefficients of the logit of the share of zeros that are none of the counts
 * @param df number of estimated parameters
 * @param ranef conditional modes of the first levels
 * @param fitted conditional means of the first rows
 * @param hLikelihoods hlik (h), p_v and p_bv (p_{beta,v}) at the estimates
 */
public record Expected(
        @Nullable Double logLik,
        @Nullable Integer df,
        List<Fixef> fixef,
        @Nullable List<VarCorr> varcorr,
        @Nullable List<CovPar> covpars,
        @Nullable Dispersion dispersion,
        @Nullable List<Zi> zi,
        @Nullable Boolean singular,
        @Nullable List<Ranef> ranef,
        @Nullable List<Double> fitted,
        @Nullable Map<String, Double> hLikelihoods) {

    public record Fixef(
            String term, double estimate, @Nullable Double stdError) {}

    public record Zi(String name, double estimate, @Nullable Double stdError) {}

    /** {@code term2} is null for a variance; {@code sdOrCorr} is its root, or the correlation. */
    public record VarCorr(
            String groupName, String term1, @Nullable String term2, double sdOrCorr) {}

    /** A parameter of a structure that is no standard deviation, by its name. */
    public record CovPar(String groupName, String parameter, double value) {}

    public record Ranef(String groupName, String level, String term, double estimate, double stdError) {}

    /**
     * Residual standard deviation, or dispersion, or the coefficients of log dispersion (under one of two names), and what a family has
     * beside: degrees of freedom of t, alpha of a skew normal distribution, the power of a Tweedie one.
     */
    public record Dispersion(
            @Nullable Double sigma,
            @Nullable Double phi,
            @Nullable Map<String, Double> phiModel,
            @Nullable Map<String, Double> dispCoefLog,
            @Nullable Double df,
            @Nullable Double alpha,
            @Nullable Double power,
            @Nullable List<Double> cutpoints) {
        Dispersion(
                @Nullable Double sigma,
                @Nullable Double phi,
                @Nullable Map<String, Double> phiModel,
                @Nullable Map<String, Double> dispCoefLog) {
            this(sigma, phi, phiModel, dispCoefLog, null, null, null, null);
        }

        @Nullable
        Double shape() {
            return df != null ? df : alpha != null ? alpha : power;
        }
    }
}
