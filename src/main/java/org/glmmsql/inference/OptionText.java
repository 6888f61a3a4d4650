package org.glmmsql.inference;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.Suggestion;

/**
 * Options of a call, {@code name = value, ...}. Commas within quotes and parentheses are part of a value.
 *
 * @param function for messages
 */
record OptionText(String function, Map<String, String> given) {
    private static final int LONGEST = 10_000;

    /** @throws GlmmException UNKNOWN_OPTION, BAD_OPTION_VALUE for one given twice, LIMIT */
    static OptionText parse(String function, String text, List<String> known) {
        if (text.length() > LONGEST) {
            throw new GlmmException(
                    ErrorCode.LIMIT,
                    "the options of " + function + " have " + text.length() + " characters, at most " + LONGEST
                            + " are read; the options are " + String.join(", ", known));
        }
        Map<String, String> given = new LinkedHashMap<>();
        for (String part : text.isBlank() ? List.<String>of() : split(text, ",")) {
            String[] pair = part.split("=", 2);
            String name = pair[0].strip().toLowerCase(Locale.ROOT);
            if (!known.contains(name)) {
                throw new GlmmException(
                        ErrorCode.UNKNOWN_OPTION,
                        function + " has no option '" + Excerpt.of(name) + "'; " + Suggestion.among(name, known));
            }
            if (given.put(name, pair.length == 1 ? "" : pair[1].strip()) != null) {
                throw new GlmmException(
                        ErrorCode.BAD_OPTION_VALUE,
                        "option " + name + " is given twice in '" + Excerpt.of(text) + "'; give it once");
            }
        }
        return new OptionText(function, given);
    }

    /** The texts between separators that stand in no quotes, backticks and parentheses. */
    static List<String> split(String text, String separators) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        int depth = 0;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if ("'\"`".indexOf(c) >= 0) {
                quote = c;
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (depth == 0 && separators.indexOf(c) >= 0) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }

    /** Without its quotes or backticks. */
    static String unquoted(String text) {
        String value = text.strip();
        boolean quoted = value.length() > 1
                && "'\"`".indexOf(value.charAt(0)) >= 0
                && value.charAt(0) == value.charAt(value.length() - 1);
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    boolean has(String name) {
        return given.containsKey(name);
    }

    /** The value of an option that is not given is empty. */
    String text(String name) {
        return unquoted(given.getOrDefault(name, ""));
    }

    /** One of the constants, the first if the option is not given. @throws GlmmException BAD_OPTION_VALUE */
    <E extends Enum<E>> E choice(Class<E> type, String name) {
        E[] constants = type.getEnumConstants();
        if (!has(name)) {
            return constants[0];
        }
        String value = text(name);
        return Arrays.stream(constants)
                .filter(constant -> constant.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> {
                    List<String> known = Arrays.stream(constants)
                            .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                            .toList();
                    return wrong(name, value, Suggestion.among(value, known));
                });
    }

    /** A finite number, the default if the option is not given. @throws GlmmException BAD_OPTION_VALUE */
    double number(String name, double otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        double value = number(text(name));
        if (!Double.isFinite(value)) {
            throw wrong(name, text(name), "give a number");
        }
        return value;
    }

    /** A level of confidence. @throws GlmmException BAD_OPTION_VALUE */
    double confLevel(double otherwise) {
        double level = number("conf_level", otherwise);
        if (has("conf_level") && !(level > 0 && level < 1)) {
            throw wrong("conf_level", text("conf_level"), "give a number between 0 and 1, as 0.95");
        }
        return level;
    }

    /** NaN for what is no number. */
    static double number(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            return Double.NaN; // the caller says what is expected
        }
    }

    /** The values of {@code name: value, value; name: value}, by name. @throws GlmmException BAD_OPTION_VALUE */
    Map<String, List<String>> lists(String name) {
        Map<String, List<String>> lists = new LinkedHashMap<>();
        if (!has(name)) {
            return lists;
        }
        String text = given.get(name);
        String example = "write " + name + " = (x: 1, 2)";
        if (!text.startsWith("(") || !text.endsWith(")")) {
            throw wrong(name, text, example);
        }
        List<String> values = null;
        for (String part : split(text.substring(1, text.length() - 1), ",;")) {
            List<String> pair = split(part, ":");
            if (pair.size() > 1) {
                String variable = unquoted(pair.get(0));
                values = new ArrayList<>();
                if (lists.put(variable, values) != null) {
                    throw wrong(name, text, "name '" + Excerpt.of(variable) + "' once");
                }
            }
            String value = pair.size() > 1 ? String.join(":", pair.subList(1, pair.size())) : part;
            if (values == null || value.isBlank()) {
                throw wrong(name, text, example);
            }
            values.add(unquoted(value));
        }
        return lists;
    }

    GlmmException wrong(String name, String value, String remedy) {
        return new GlmmException(
                ErrorCode.BAD_OPTION_VALUE,
                "option " + name + " of " + function + " is '" + Excerpt.of(value) + "'; " + remedy);
    }
}
