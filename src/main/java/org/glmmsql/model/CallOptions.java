package org.glmmsql.model;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.Suggestion;
import org.jspecify.annotations.Nullable;

/**
 * The options of a call: {@code name = value, ...}, where a comma in quotes or parentheses separates nothing. An empty text is all defaults.
 *
 * @param function that has them, for messages
 * @param given the text of each option that was given, with its quotes
 */
public record CallOptions(String function, Map<String, String> given) {
    private static final int LONGEST = 10_000;

    private static final String QUOTES = "'\"`";

    /** Arguments of R's predict by their names with underscores, and what says the same. */
    private static final Map<String, String> OF_R = Map.of(
            "re_form", "re = none for re.form = NA or ~0, and re = all for NULL",
            "allow_new_levels", "new_levels = population for TRUE, and new_levels = error for FALSE",
            "newdata", "the columns as further arguments",
            "se_fit", "glmm_predict_se instead of glmm_predict");

    /** @throws GlmmException LIMIT; UNKNOWN_OPTION or BAD_OPTION_VALUE with what is known */
    public static CallOptions parse(String function, String text, List<String> names) {
        if (text.length() > LONGEST) {
            throw new GlmmException(
                    ErrorCode.LIMIT,
                    "the options of " + function + " have " + text.length() + " characters, at most " + LONGEST
                            + " are read; the options are " + String.join(", ", names));
        }
        Map<String, String> given = new LinkedHashMap<>();
        for (String part : text.isBlank() ? List.<String>of() : split(text, ",")) {
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
            if (given.put(name, pair.length == 1 ? "" : pair[1].strip()) != null) {
                throw new GlmmException(
                        ErrorCode.BAD_OPTION_VALUE,
                        "option " + name + " is given twice in '" + Excerpt.of(text) + "'; give it once");
            }
        }
        return new CallOptions(function, given);
    }

    /** The texts between separators that stand in no quotes, backticks and parentheses. */
    public static List<String> split(String text, String separators) {
        List<String> parts = new ArrayList<>();
        int from = 0;
        int depth = 0;
        char quote = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (quote != 0) {
                quote = c == quote ? 0 : quote;
            } else if (QUOTES.indexOf(c) >= 0) {
                quote = c;
            } else if (c == '(') {
                depth++;
            } else if (c == ')') {
                depth--;
            } else if (depth <= 0 && separators.indexOf(c) >= 0) {
                parts.add(text.substring(from, i));
                from = i + 1;
            }
        }
        parts.add(text.substring(from));
        return parts;
    }

    /** Without its quotes or backticks; one that is doubled within them stands for itself. */
    public static String unquoted(String text) {
        String value = text.strip();
        boolean quoted = value.length() > 1
                && QUOTES.indexOf(value.charAt(0)) >= 0
                && value.charAt(0) == value.charAt(value.length() - 1);
        String quote = quoted ? value.substring(0, 1) : "";
        return quoted ? value.substring(1, value.length() - 1).replace(quote + quote, quote) : value;
    }

    public boolean has(String name) {
        return given.containsKey(name);
    }

    /** Null unless it is given. */
    @Nullable
    String textOrNull(String name) {
        return has(name) ? text(name) : null;
    }

    /** The value of an option that is not given is empty. */
    public String text(String name) {
        return unquoted(given.getOrDefault(name, ""));
    }

    /** One of the words of an enumeration, the first unless it is given. @throws GlmmException BAD_OPTION_VALUE */
    public <E extends Enum<E>> E word(Class<E> type, String name) {
        return word(name, List.of(type.getEnumConstants()));
    }

    /** One of some words, the first unless it is given. @throws GlmmException BAD_OPTION_VALUE */
    public <E extends Enum<E>> E word(String name, List<E> words) {
        if (!has(name)) {
            return words.get(0);
        }
        String value = text(name);
        return words.stream()
                .filter(word -> word.name().equalsIgnoreCase(value))
                .findFirst()
                .orElseThrow(() -> wrong(
                        name,
                        value,
                        Suggestion.among(
                                value,
                                words.stream()
                                        .map(word -> word.name().toLowerCase(Locale.ROOT))
                                        .toList())));
    }

    private enum Flag {
        FALSE,
        TRUE
    }

    public boolean flag(String name) {
        return word(Flag.class, name) == Flag.TRUE;
    }

    /** A finite number, the default unless it is given. @throws GlmmException BAD_OPTION_VALUE */
    public double number(String name, double otherwise) {
        if (!has(name)) {
            return otherwise;
        }
        double value = number(text(name));
        if (!Double.isFinite(value)) {
            throw wrong(name, text(name), "give a number");
        }
        return value;
    }

    /** NaN for what is no number. */
    public static double number(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            return Double.NaN; // the caller says what is expected
        }
    }

    /** A number strictly between 0 and 1, NaN unless it is given. @throws GlmmException BAD_OPTION_VALUE */
    public double share(String name) {
        double number = has(name) ? number(text(name)) : Double.NaN;
        if (has(name) && !(number > 0 && number < 1)) {
            throw wrong(name, text(name), "it takes a number between 0 and 1, as in " + name + " = 0.95");
        }
        return number;
    }

    /** A whole number, as long as a long; null unless it is given. @throws GlmmException BAD_OPTION_VALUE */
    @Nullable
    Long whole(String name) {
        if (!has(name)) {
            return null;
        }
        String value = text(name);
        if (!value.matches("-?[0-9]{1,18}")) {
            throw wrong(name, value, "it takes a whole number of at most 18 digits, as in " + name + " = 1");
        }
        return Long.parseLong(value);
    }

    /** Names in parentheses, {@code (a, b:c)}, or one without them; null unless they are given. @throws GlmmException BAD_OPTION_VALUE */
    @Nullable
    List<String> names(String name) {
        if (!has(name)) {
            return null;
        }
        String value = given.get(name);
        boolean enclosed = value.startsWith("(") && value.endsWith(")");
        List<String> names = split(enclosed ? value.substring(1, value.length() - 1) : value, ",").stream()
                .map(CallOptions::unquoted)
                .toList();
        if (names.stream().anyMatch(String::isEmpty)) {
            throw wrong(name, value, "it takes names, as in " + name + " = (g, h)");
        }
        return names;
    }

    /** The values of {@code name: value, value; name: value}, by name. @throws GlmmException BAD_OPTION_VALUE */
    public Map<String, List<String>> lists(String name) {
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

    private GlmmException wrong(String name, String value, String remedy) {
        return new GlmmException(
                ErrorCode.BAD_OPTION_VALUE,
                "option " + name + " of " + function + " is '" + Excerpt.of(value) + "'; " + remedy);
    }
}
