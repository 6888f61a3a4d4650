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
 * The options of a call by row: {@code name = value, ...}, where a comma in quotes or parentheses separates nothing. An empty text is all
 * defaults.
 *
 * @param function that has them, for messages
 * @param given the text of each option that was given
 */
record CallOptions(String function, Map<String, String> given) {
    private static final int LONGEST = 1_000;

    /** Arguments of R's predict by their names with underscores, and what says the same. */
    private static final Map<String, String> OF_R = Map.of(
            "re_form", "re = none for re.form = NA or ~0, and re = all for NULL",
            "allow_new_levels", "new_levels = population for TRUE, and new_levels = error for FALSE",
            "newdata", "the columns as further arguments",
            "se_fit", "glmm_predict_se instead of glmm_predict");

    /** @throws GlmmException LIMIT; UNKNOWN_OPTION or BAD_OPTION_VALUE with what is known */
    static CallOptions parse(String function, String text, List<String> names) {
        if (text.length() > LONGEST) {
            throw new GlmmException(
                    ErrorCode.LIMIT,
                    "the options of " + function + " have " + text.length() + " characters, at most " + LONGEST
                            + " are read; the options are " + String.join(", ", names));
        }
        Map<String, String> given = new HashMap<>();
        for (String part : text.isBlank() ? List.<String>of() : parts(text)) {
            String[] pair = part.split("=", 2);
            String name = pair[0].strip().toLowerCase(Locale.ROOT).replace('.', '_');
            if (OF_R.containsKey(name)) {
                throw new GlmmException(
                        ErrorCode.UNKNOWN_OPTION,
                        function + " has no option '" + Excerpt.of(pair[0].strip()) + "' of R; write "
                                + OF_R.get(name));
            }
            if (!names.contains(name)) {
                throw new GlmmException(
                        ErrorCode.UNKNOWN_OPTION,
                        function + " has no option '" + Excerpt.of(name) + "'; " + Suggestion.among(name, names));
            }
            if (given.put(name, pair.length == 1 ? "" : unquoted(pair[1].strip())) != null) {
                throw new GlmmException(
                        ErrorCode.BAD_OPTION_VALUE,
                        "option " + name + " is given twice in '" + text + "'; give it once");
            }
        }
        return new CallOptions(function, given);
    }

    /** The text between commas that do not stand in quotes or parentheses. */
    static List<String> parts(String text) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        int depth = 0;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == quote) {
                quote = 0;
            } else if (quote == 0 && (c == '\'' || c == '"')) {
                quote = c;
            } else if (quote == 0 && c == '(') {
                depth++;
            } else if (quote == 0 && c == ')') {
                depth--;
            } else if (quote == 0 && depth <= 0 && c == ',') {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }

    static String unquoted(String value) {
        boolean quoted = value.length() > 1
                && "'\"".indexOf(value.charAt(0)) >= 0
                && value.charAt(0) == value.charAt(value.length() - 1);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    boolean has(String name) {
        return given.containsKey(name);
    }

    @Nullable
    String text(String name) {
        return given.get(name);
    }

    /** One of the words of an enumeration, the first unless it is given. @throws GlmmException BAD_OPTION_VALUE */
    <E extends Enum<E>> E word(Class<E> type, String name) {
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

    private enum Flag {
        FALSE,
        TRUE
    }

    boolean flag(String name) {
        return word(Flag.class, name) == Flag.TRUE;
    }

    /** A number strictly between 0 and 1, NaN unless it is given. @throws GlmmException BAD_OPTION_VALUE */
    double share(String name) {
        String value = given.get(name);
        if (value == null) {
            return Double.NaN;
        }
        double number = value.matches("[0-9]*\\.?[0-9]+([eE][-+]?[0-9]+)?") ? Double.parseDouble(value) : Double.NaN;
        if (number > 0 && number < 1) {
            return number;
        }
        throw new GlmmException(
                ErrorCode.BAD_OPTION_VALUE,
                "option " + name + " is '" + Excerpt.of(value) + "'; it takes a number between 0 and 1, as in " + name
                        + " = 0.95");
    }

    /** A whole number, as long as a long; null unless it is given. @throws GlmmException BAD_OPTION_VALUE */
    @Nullable
    Long whole(String name) {
        String value = given.get(name);
        if (value == null) {
            return null;
        }
        if (!value.matches("-?[0-9]{1,18}")) {
            throw new GlmmException(
                    ErrorCode.BAD_OPTION_VALUE,
                    "option " + name + " is '" + Excerpt.of(value)
                            + "'; it takes a whole number of at most 18 digits, as in " + name + " = 1");
        }
        return Long.parseLong(value);
    }

    /** Names in parentheses, {@code (a, b:c)}, or one without them; null unless they are given. @throws GlmmException BAD_OPTION_VALUE */
    @Nullable
    List<String> names(String name) {
        String value = given.get(name);
        if (value == null) {
            return null;
        }
        boolean enclosed = value.startsWith("(") && value.endsWith(")");
        List<String> names = parts(enclosed ? value.substring(1, value.length() - 1) : value).stream()
                .map(part -> unquoted(part.strip()))
                .toList();
        if (names.stream().anyMatch(String::isEmpty)) {
            throw new GlmmException(
                    ErrorCode.BAD_OPTION_VALUE,
                    "option " + name + " is '" + Excerpt.of(value) + "'; it takes names, as in " + name + " = (g, h)");
        }
        return names;
    }
}
