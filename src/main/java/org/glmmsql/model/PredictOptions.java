package org.glmmsql.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.Suggestion;
import org.jspecify.annotations.Nullable;

/**
 * What a prediction is of. Each option has a default, the first of its values.
 *
 * @param failed what a model without estimates predicts
 * @param nonestimable what a row gets whose prediction would depend on which of some dependent columns the fit dropped
 * @param level of an ordered response, whose probability is predicted
 * @param marginal whether a mean without random effects is the mean over their laws, instead of that of effects that are 0
 */
public record PredictOptions(
        Type type,
        NewLevels newLevels,
        Effects re,
        Refusal failed,
        Refusal nonestimable,
        boolean marginal,
        @Nullable String level) {
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

    private enum Flag {
        FALSE,
        TRUE
    }

    private static final int LONGEST = 1_000;

    /** Arguments of R's predict by their names with underscores, and what says the same. */
    private static final Map<String, String> OF_R = Map.of(
            "re_form", "re = none for re.form = NA or ~0, and re = all for NULL",
            "allow_new_levels", "new_levels = population for TRUE, and new_levels = error for FALSE",
            "newdata", "the columns as further arguments",
            "se_fit", "glmm_predict_se instead of glmm_predict");

    private static final List<String> NAMES =
            List.of("type", "new_levels", "re", "failed", "nonestimable", "marginal", "level");

    /**
     * Reads {@code name = value, ...}; an empty text is all defaults.
     *
     * @throws GlmmException UNKNOWN_OPTION or BAD_OPTION_VALUE with what is known
     */
    public static PredictOptions parse(String text) {
        if (text.length() > LONGEST) {
            throw new GlmmException(
                    ErrorCode.LIMIT,
                    "the options of a prediction have " + text.length() + " characters, at most " + LONGEST
                            + " are read; the options are " + String.join(", ", NAMES));
        }
        Map<String, String> given = new HashMap<>();
        for (String part : text.isBlank() ? List.<String>of() : parts(text)) {
            String[] pair = part.split("=", 2);
            String name = pair[0].strip().toLowerCase(Locale.ROOT).replace('.', '_');
            if (OF_R.containsKey(name)) {
                throw new GlmmException(
                        ErrorCode.UNKNOWN_OPTION,
                        "glmm_predict has no option '" + Excerpt.of(pair[0].strip()) + "' of R; write "
                                + OF_R.get(name));
            }
            if (!NAMES.contains(name)) {
                throw new GlmmException(
                        ErrorCode.UNKNOWN_OPTION,
                        "glmm_predict has no option '" + Excerpt.of(name) + "'; " + Suggestion.among(name, NAMES));
            }
            if (given.put(name, pair.length == 1 ? "" : unquoted(pair[1].strip())) != null) {
                throw new GlmmException(
                        ErrorCode.BAD_OPTION_VALUE,
                        "option " + name + " is given twice in '" + text + "'; give it once");
            }
        }
        PredictOptions options = new PredictOptions(
                value(Type.class, "type", given),
                value(NewLevels.class, "new_levels", given),
                value(Effects.class, "re", given),
                value(Refusal.class, "failed", given),
                value(Refusal.class, "nonestimable", given),
                value(Flag.class, "marginal", given) == Flag.TRUE,
                given.get("level"));
        if (options.marginal && (options.re != Effects.NONE || options.type == Type.LINK)) {
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "marginal = true is the mean of the response over the law of the random effects; it goes with re = none and type = response");
        }
        return options;
    }

    /** The text between commas that do not stand in quotes. */
    private static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (quote == 0 && c == ',') {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static String unquoted(String value) {
        boolean quoted = value.length() > 1
                && "'\"".indexOf(value.charAt(0)) >= 0
                && value.charAt(0) == value.charAt(value.length() - 1);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    /** The first value is the default. */
    private static <E extends Enum<E>> E value(Class<E> type, String name, Map<String, String> given) {
        String value = given.get(name);
        if (value == null) {
            return type.getEnumConstants()[0];
        }
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> known = Arrays.stream(type.getEnumConstants())
                            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                            .toList();
                    return new GlmmException(
                            ErrorCode.BAD_OPTION_VALUE,
                            "option " + name + " is '" + Excerpt.of(value) + "'; " + Suggestion.among(value, known));
                });
    }
}
