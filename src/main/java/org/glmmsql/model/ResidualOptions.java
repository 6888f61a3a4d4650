package org.glmmsql.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.jspecify.annotations.Nullable;

/**
 * What a residual is of.
 *
 * @param rows which rows have one, and by which random effects
 * @param scale of quantile residuals
 * @param uniform the number by which a quantile residual is chosen where a response has a probability: NaN if a column or the row says it
 * @param column of that number; null if there is none
 * @param seed by which it is drawn from the row's values
 * @param key a column that tells rows apart that have the same values; null if there is none
 */
public record ResidualOptions(
        Type type,
        PredictOptions rows,
        Scale scale,
        double uniform,
        @Nullable String column,
        long seed,
        @Nullable String key) {
    /** The kind. */
    public enum Type {
        /** y - mean. */
        RESPONSE,
        /** That over the root of the variance. */
        PEARSON,
        /** The root of what the response adds to the deviance, with the sign of y - mean. */
        DEVIANCE,
        /** (y - mean) over the derivative of the mean by the linear predictor. */
        WORKING,
        /** Where the response lies in its distribution. */
        QUANTILE
    }

    /** Of a residual that is standard normal, or uniform from 0 to 1, where the model holds. */
    public enum Scale {
        NORMAL,
        UNIFORM
    }

    static final String FUNCTION = "glmm_residual";

    private static final List<String> OF_QUANTILES = List.of("uniform", "seed", "key", "scale");

    /** @throws GlmmException UNKNOWN_OPTION, BAD_OPTION_VALUE; NOT_APPLICABLE for options that contradict each other */
    public static ResidualOptions parse(String text) {
        List<String> names = new ArrayList<>(List.of("type"));
        names.addAll(OF_QUANTILES);
        names.addAll(PredictOptions.OF_ROWS);
        CallOptions given = CallOptions.parse(FUNCTION, text, names);
        Type type = given.word(Type.class, "type");
        PredictOptions rows = PredictOptions.of(given, PredictOptions.Type.RESPONSE);
        for (String name : OF_QUANTILES) {
            if (given.has(name) && type != Type.QUANTILE) {
                throw new GlmmException(
                        ErrorCode.NOT_APPLICABLE,
                        "option " + name + " is of quantile residuals, these are of type "
                                + type.name().toLowerCase(Locale.ROOT) + "; write type = quantile, or leave it out");
            }
        }
        if (rows.marginal() && type != Type.QUANTILE && type != Type.RESPONSE) {
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "marginal = true goes with type = quantile and type = response, not with type = "
                            + type.name().toLowerCase(Locale.ROOT));
        }
        if (given.has("uniform") && (given.has("seed") || given.has("key"))) {
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "uniform gives the numbers, and seed and key say how they are drawn; leave one of them out");
        }
        String uniform = given.textOrNull("uniform");
        boolean number = uniform != null && uniform.matches("[0-9]*\\.?[0-9]+([eE][-+]?[0-9]+)?");
        Long seed = given.whole("seed");
        return new ResidualOptions(
                type,
                rows,
                given.word(Scale.class, "scale"),
                number ? checked(Double.parseDouble(uniform)) : Double.NaN,
                number ? null : uniform,
                seed == null ? 1 : seed,
                given.textOrNull("key"));
    }

    /** @throws GlmmException BAD_OPTION_VALUE for a number that is no probability */
    static double checked(double uniform) {
        if (!(uniform >= 0 && uniform <= 1)) {
            throw new GlmmException(
                    ErrorCode.BAD_OPTION_VALUE,
                    "uniform is " + uniform + "; it takes numbers from 0 to 1, or a column of them");
        }
        return uniform;
    }
}
