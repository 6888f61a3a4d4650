package org.glmmsql.reference;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * How far a fitted model may be from its reference. A case may override them.
 *
 * @param logLik below the reference's log-likelihood
 * @param logLikAbove above it: more means another definition of the likelihood
 * @param fixef fixed effects, in standard errors
 * @param stdError standard errors, relative
 * @param sd standard deviations, correlations and the root of the dispersion, relative to the value, at least {@link #SD_FLOOR}
 * @param ranef conditional modes, relative to the mode or its conditional standard deviation, whichever is larger, so that modes
 *     near zero are not compared to nothing; fitted values, relative
 */
public record Tolerances(double logLik, double logLikAbove, double fixef, double stdError, double sd, double ranef) {
    public static final double SD_FLOOR = 0.1;

    public static final Tolerances DEFAULT = new Tolerances(1e-5, 1e-3, 1e-3, 0.01, 0.001, 0.005);

    @JsonCreator
    static Tolerances of(
            @JsonProperty("log_lik") @Nullable Double logLik,
            @JsonProperty("fixef") @Nullable Double fixef,
            @JsonProperty("std_error") @Nullable Double stdError,
            @JsonProperty("sd") @Nullable Double sd,
            @JsonProperty("ranef") @Nullable Double ranef) {
        return new Tolerances(
                logLik == null ? DEFAULT.logLik : logLik,
                DEFAULT.logLikAbove,
                fixef == null ? DEFAULT.fixef : fixef,
                stdError == null ? DEFAULT.stdError : stdError,
                sd == null ? DEFAULT.sd : sd,
                ranef == null ? DEFAULT.ranef : ranef);
    }
}
