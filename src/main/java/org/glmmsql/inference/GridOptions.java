package org.glmmsql.inference;

import java.util.List;
import java.util.Map;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.inference.Frequencies.Weights;

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
        OptionText options = OptionText.parse(function, text, known);
        GridOptions parsed = new GridOptions(
                options.choice(Type.class, "type"),
                options.choice(Average.class, "average"),
                options.choice(Weights.class, "weights"),
                options.lists("at"),
                options.number("offset", Double.NaN),
                options.text("df"),
                options.confLevel(Double.NaN),
                options.choice(Adjustment.class, "adjust"),
                options.text("slope"));
        if (parsed.type == Type.RATIO && !known.contains("adjust")) {
            throw notApplicable(function + " has no type = ratio, which is of contrasts; use type = link or response");
        }
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
