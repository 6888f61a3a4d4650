package org.glmmsql.model;

import java.util.List;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.jspecify.annotations.Nullable;

/**
 * What is drawn.
 *
 * @param rows which rows have a response, and by which random effects if these are conditional
 * @param effects where random effects come from
 * @param key a column that tells rows apart that have the same values; null if there is none
 */
public record SimulateOptions(
        PredictOptions rows,
        Effects effects,
        long seed,
        long draw,
        @Nullable String key) {
    /** Where random effects come from. */
    public enum Effects {
        /** Their law: one draw for each level. */
        NEW,
        /** The modes of the fit. */
        CONDITIONAL
    }

    static final String FUNCTION = "glmm_simulate";

    /** @throws GlmmException UNKNOWN_OPTION, BAD_OPTION_VALUE; NOT_APPLICABLE for options that contradict each other */
    public static SimulateOptions parse(String text) {
        CallOptions given = CallOptions.parse(
                FUNCTION, text, List.of("seed", "draw", "re", "key", "new_levels", "failed", "nonestimable", "terms"));
        Effects effects = given.word(Effects.class, "re");
        if (effects == Effects.NEW && (given.has("new_levels") || given.has("terms"))) {
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    (given.has("terms") ? "terms" : "new_levels")
                            + " is of the modes of the fit; with re = new every level has a draw of its own: leave it out, or use re ="
                            + " conditional");
        }
        PredictOptions rows = new PredictOptions(
                PredictOptions.Type.RESPONSE,
                given.word(PredictOptions.NewLevels.class, "new_levels"),
                effects == Effects.NEW ? PredictOptions.Effects.NONE : PredictOptions.Effects.ALL,
                given.word(PredictOptions.Refusal.class, "failed"),
                given.word(PredictOptions.Refusal.class, "nonestimable"),
                false,
                null,
                given.names("terms"),
                PredictOptions.Interval.NONE,
                null,
                Double.NaN);
        Long seed = given.whole("seed");
        Long draw = given.whole("draw");
        return new SimulateOptions(
                rows, effects, seed == null ? 1 : seed, draw == null ? 1 : draw, given.textOrNull("key"));
    }
}
