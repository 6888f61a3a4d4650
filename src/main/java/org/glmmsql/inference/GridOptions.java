package org.glmmsql.inference;

import java.util.List;
import java.util.Map;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.inference.Frequencies.Weights;
import org.glmmsql.model.CallOptions;

/**
 * How means, contrasts and slopes are made.
 *
 * @param at values of numbers and levels of factors, by name
 * @param offset NaN for that of the model
 * @param df empty for that of the fit
 * @param confLevel NaN for that of the model
 * @param slope the number whose slopes are contrasted; empty for means
 */
record GridOptions(
        Type type,
        Average average,
        Weights weights,
        Map<String, List<String>> at,
        double offset,
        String df,
        double confLevel,
        Adjustment adjust,
        String slope) {
    /** The scale. */
    enum Type {
        /** Of the linear predictor. */
        LINK,
        /** Of the mean of the response. */
        RESPONSE,
        /** Contrasts to the power of e: ratios, odds ratios. */
        RATIO
    }

    /** Of what is no contrast. */
    private static final List<Type> OF_ONE = List.of(Type.LINK, Type.RESPONSE);

    /** What is averaged over the levels of factors. */
    enum Average {
        /** Linear predictors. */
        LINK,
        /** Means of the response. */
        RESPONSE
    }

    static final List<String> OF_MEANS = List.of("type", "average", "weights", "at", "offset", "df", "conf_level");
    static final List<String> OF_SLOPES = List.of("type", "weights", "at", "offset", "df", "conf_level");
    static final List<String> OF_CONTRASTS =
            List.of("adjust", "type", "average", "slope", "weights", "at", "offset", "df", "conf_level");

    /** @throws GlmmException UNKNOWN_OPTION, BAD_OPTION_VALUE, NOT_APPLICABLE */
    static GridOptions parse(String function, String text, List<String> known) {
        CallOptions options = CallOptions.parse(function, text, known);
        boolean contrasts = known.contains("adjust");
        if (!contrasts && options.text("type").equalsIgnoreCase(Type.RATIO.name())) {
            throw notApplicable(function + " has no type = ratio, which is of contrasts; use type = link or response");
        }
        GridOptions parsed = new GridOptions(
                options.word("type", contrasts ? List.of(Type.values()) : OF_ONE),
                options.word(Average.class, "average"),
                options.word(Weights.class, "weights"),
                options.lists("at"),
                options.number("offset", Double.NaN),
                options.text("df"),
                options.share("conf_level"),
                options.word(Adjustment.class, "adjust"),
                options.text("slope"));
        if (parsed.average == Average.RESPONSE && parsed.type != Type.RESPONSE) {
            throw notApplicable("average = response goes with type = response");
        }
        if (parsed.average == Average.RESPONSE && !parsed.slope.isEmpty()) {
            throw notApplicable(
                    "average = response is of means, not of slopes; leave it out, those of type = response are averaged so");
        }
        return parsed;
    }

    static GlmmException notApplicable(String message) {
        return new GlmmException(ErrorCode.NOT_APPLICABLE, message);
    }
}
