package org.glmmsql.model;

import java.util.List;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.jspecify.annotations.Nullable;

/**
 * What a prediction is of. Each option has a default, the first of its values.
 *
 * @param failed what a model without estimates predicts
 * @param nonestimable what a row gets whose prediction would depend on which of some dependent columns the fit dropped
 * @param level of an ordered response, whose probability is predicted
 * @param marginal whether a mean without random effects is the mean over their laws, instead of that of effects that are 0
 * @param terms the grouping factors whose random effects count; null for all of them
 * @param limit which end of the interval is asked for; null for none
 * @param confLevel of the interval; NaN for that of the model
 */
public record PredictOptions(
        Type type,
        NewLevels newLevels,
        Effects re,
        Refusal failed,
        Refusal nonestimable,
        boolean marginal,
        @Nullable String level,
        @Nullable List<String> terms,
        Interval interval,
        @Nullable Limit limit,
        double confLevel) {
    /** The scale. */
    public enum Type {
        /** The mean of the response; a probability for binomial models. */
        RESPONSE,
        /** The linear predictor. */
        LINK,
        /** The mean that the formula models, of the responses that are not zeros of another kind. */
        CONDITIONAL,
        /** The share of zeros of another kind. */
        ZERO,
        /** The dispersion, in the family's own terms. */
        DISP,
        /** The probability of a level of an ordered response, or of a success. */
        PROB,
        /** A level, which is no number: what glmm_predict_class gives. */
        CLASS
    }

    /** What a row of a level gets that the fit did not see. */
    public enum NewLevels {
        /** The prediction without that level's effects. */
        POPULATION,
        NULL,
        ERROR
    }

    /** Which random effects count. */
    public enum Effects {
        ALL,
        NONE
    }

    /** What stands for a prediction that there is not. */
    public enum Refusal {
        NULL,
        ERROR
    }

    /** What an interval is for. */
    public enum Interval {
        NONE,
        /** The mean that is predicted. */
        CONFIDENCE,
        /** One more response, of a new level where its effects do not count. */
        PREDICTION
    }

    /** The ends of an interval. */
    public enum Limit {
        LOW,
        HIGH
    }

    static final String FUNCTION = "glmm_predict";

    /** Those that say which rows have a value, and by which effects. */
    static final List<String> OF_ROWS = List.of("new_levels", "re", "failed", "nonestimable", "marginal", "terms");

    private static final List<String> NAMES = List.of(
            "type",
            "new_levels",
            "re",
            "failed",
            "nonestimable",
            "marginal",
            "level",
            "terms",
            "interval",
            "limit",
            "conf_level");

    /**
     * Reads {@code name = value, ...}; an empty text is all defaults.
     *
     * @throws GlmmException UNKNOWN_OPTION or BAD_OPTION_VALUE with what is known; NOT_APPLICABLE for options that contradict each other
     */
    public static PredictOptions parse(String text) {
        CallOptions given = CallOptions.parse(FUNCTION, text, NAMES);
        PredictOptions options = of(given, given.word(Type.class, "type"));
        if (options.marginal && options.type == Type.LINK) {
            throw marginalOfAnother();
        }
        if (options.interval == Interval.NONE && (options.limit != null || !Double.isNaN(options.confLevel))) {
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    (options.limit != null ? "limit" : "conf_level")
                            + " is of an interval, and none is asked for; write interval = confidence, or interval = prediction, too");
        }
        return options;
    }

    /** The options of a call that has those of rows among its own. */
    static PredictOptions of(CallOptions given, Type type) {
        PredictOptions options = new PredictOptions(
                type,
                given.word(NewLevels.class, "new_levels"),
                given.word(Effects.class, "re"),
                given.word(Refusal.class, "failed"),
                given.word(Refusal.class, "nonestimable"),
                given.flag("marginal"),
                given.textOrNull("level"),
                given.names("terms"),
                given.word(Interval.class, "interval"),
                given.has("limit") ? given.word(Limit.class, "limit") : null,
                given.share("conf_level"));
        if (options.marginal && options.re != Effects.NONE) {
            throw marginalOfAnother();
        }
        if (options.terms != null && options.re == Effects.NONE) {
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "terms says which random effects count, and with re = none no one does; leave one of the two out");
        }
        return options;
    }

    /** Of a mean over rows: without random effects, or over their laws. */
    static PredictOptions ofAverages(CallOptions given) {
        return new PredictOptions(
                given.word(Type.class, "type"),
                NewLevels.POPULATION,
                Effects.NONE,
                given.word(Refusal.class, "failed"),
                given.word(Refusal.class, "nonestimable"),
                given.flag("marginal"),
                given.textOrNull("level"),
                null,
                Interval.NONE,
                null,
                Double.NaN);
    }

    private static GlmmException marginalOfAnother() {
        return new GlmmException(
                ErrorCode.NOT_APPLICABLE,
                "marginal = true is the mean of the response over the law of the random effects; it goes with re = none and type = response");
    }

    /** The same on another scale. */
    PredictOptions with(Type other) {
        return new PredictOptions(
                other, newLevels, re, failed, nonestimable, marginal, level, terms, interval, limit, confLevel);
    }
}
