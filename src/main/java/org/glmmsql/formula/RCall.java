package org.glmmsql.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A call of one of R's model functions, or its arguments alone, and the model text that says the same. It is read by its commas and
 * parentheses only, so that anything can stand in the arguments that are left out.
 */
final class RCall {
    /** Functions whose default is the restricted likelihood. */
    private static final Set<String> RESTRICTED = Set.of("lmer", "lme");

    private static final Pattern START =
            Pattern.compile("\\s*+(?:[\\w.]++\\s*+(?:<-|=)\\s*+)?+(?:[\\w.]++\\s*+:::?+\\s*+)?+"
                    + "(lmer|glmer|glmmTMB|lme|glmmPQL|hglm|glm|lm)\\s*+\\(");

    private static final Pattern NAMED = Pattern.compile("\\s*+([\\w.]++|\"[^\"]*+\")\\s*+=(?![=])");

    /** A family or law with its link. */
    private static final Pattern WITH_LINK =
            Pattern.compile("([\\w.]++)\\s*+\\(\\s*+(?:link\\s*+=\\s*+)?+[\"']?+([^\"'()]*+)[\"']?+\\s*+\\)");

    private static final Pattern RANDOM_OF_LME = Pattern.compile("~\\s*+([^|]++)\\|([^|]++)");

    /** @param name in lower case; empty for an argument by position */
    private record Argument(String name, String value) {}

    private final String function;
    private final List<Argument> arguments;

    private RCall(String function, List<Argument> arguments) {
        this.function = function;
        this.arguments = arguments;
    }

    /** The call that a text is; empty for any other text. */
    static Optional<RCall> of(String text) {
        Matcher start = START.matcher(text);
        if (!start.lookingAt()) {
            return Optional.empty();
        }
        return Optional.of(new RCall(start.group(1), arguments(text, start.end())));
    }

    /** The arguments of a call written without it: {@code y ~ x + (1 | g), data = d}. */
    static RCall ofArguments(String text) {
        return new RCall("", arguments(text, 0));
    }

    String function() {
        return function;
    }

    /** The model text that says the same. */
    String modelText() {
        String formula = "";
        List<String> options = new ArrayList<>();
        int position = 0;
        for (Argument argument : arguments) {
            String value = argument.value;
            String name = argument.name.isEmpty() ? nameAt(position++) : argument.name;
            switch (name) {
                case "formula", "fixed" -> formula = value;
                case "family" -> options.add(0, family(value));
                case "rand.family" -> options.add("random = " + family(value));
                case "random" -> {
                    Matcher random = RANDOM_OF_LME.matcher(value);
                    if (random.matches()) {
                        formula += " + (" + random.group(1).strip() + " | "
                                + random.group(2).strip() + ")";
                    } else {
                        options.add("random = " + value);
                    }
                }
                case "reml" -> options.add("method = " + (isTrue(value) ? "REML" : "ML"));
                case "nagq" -> {
                    if (!value.matches("[01]L?")) {
                        options.add("nagq = " + value);
                    }
                }
                case "maxit" -> options.add("max_iterations = " + value);
                case "conv" -> options.add("tolerance = " + value);
                case "na.action", "na_action" ->
                    options.add("na_action = " + (value.contains("fail") ? "fail" : "omit"));
                case "dispformula", "disp" -> {
                    if (!value.matches("~\\s*+1")) {
                        options.add("dispersion = " + value);
                    }
                }
                case "ziformula", "zi" -> {
                    if (!value.matches("~\\s*+0")) {
                        options.add("zero = " + value);
                    }
                }
                default -> {
                    if (RWords.reasonAgainst(name).isEmpty()) {
                        options.add(name.isEmpty() ? value : name + " = " + value);
                    }
                }
            }
        }
        boolean decided = arguments.stream().anyMatch(a -> a.name.equals("reml") || a.name.equals("method"));
        if (RESTRICTED.contains(function) && !decided) {
            options.add("method = REML");
        }
        if (function.equals("glmmPQL")) {
            options.add("method = PQL");
        }
        options.add(0, formula.isEmpty() ? "y ~ x + (1 | g)" : formula);
        return String.join(", ", options);
    }

    /** Names of the arguments by position, as the functions have them. */
    private String nameAt(int position) {
        List<String> names = switch (function) {
            case "" -> List.of("formula");
            case "glm" -> List.of("formula", "family", "data", "weights");
            case "lm" -> List.of("formula", "data", "subset", "weights", "na.action", "method");
            case "lme" -> List.of("fixed", "data", "random");
            case "glmmPQL" -> List.of("fixed", "random", "family", "data");
            case "lmer" -> List.of("formula", "data", "reml");
            default -> List.of("formula", "data", "family");
        };
        return position < names.size() ? names.get(position) : "";
    }

    /** {@code binomial} for {@code "binomial"} and {@code binomial()}, {@code binomial(probit)} for {@code binomial(link = "probit")}. */
    private static String family(String value) {
        Matcher call = WITH_LINK.matcher(value);
        if (call.matches()) {
            String link = call.group(2).strip();
            return link.isEmpty() ? call.group(1) : call.group(1) + "(" + link + ")";
        }
        boolean quoted = value.length() > 1 && "\"'".indexOf(value.charAt(0)) >= 0;
        return quoted ? value.substring(1, value.length() - 1) : value;
    }

    private static boolean isTrue(String value) {
        return value.equalsIgnoreCase("true") || value.equals("T");
    }

    /** What stands between commas that are in no quotes and no parentheses, up to the parenthesis that closes the call. */
    private static List<Argument> arguments(String text, int from) {
        List<Argument> arguments = new ArrayList<>();
        StringBuilder part = new StringBuilder();
        int depth = 0;
        int at = from;
        for (; at < text.length() && depth >= 0; at++) {
            char c = text.charAt(at);
            if (c == '"' || c == '\'' || c == '`') {
                int end = endOfQuotes(text, at);
                part.append(text, at, end);
                at = end - 1;
                continue;
            }
            if (c == '#') {
                while (at + 1 < text.length() && text.charAt(at + 1) != '\n') {
                    at++;
                }
                continue;
            }
            depth += "([{".indexOf(c) >= 0 ? 1 : ")]}".indexOf(c) >= 0 ? -1 : 0;
            if (depth < 0 || (c == ',' && depth == 0)) {
                add(part, arguments);
            } else {
                part.append(Character.isWhitespace(c) ? ' ' : c);
            }
        }
        if (depth >= 0) {
            add(part, arguments);
        }
        return arguments;
    }

    private static int endOfQuotes(String text, int start) {
        int end = text.indexOf(text.charAt(start), start + 1);
        return end < 0 ? text.length() : end + 1;
    }

    private static void add(StringBuilder part, List<Argument> arguments) {
        String written = part.toString().strip();
        part.setLength(0);
        if (written.isEmpty()) {
            return;
        }
        Matcher named = NAMED.matcher(written);
        if (named.lookingAt()) {
            String name = named.group(1).replace("\"", "").toLowerCase(Locale.ROOT);
            arguments.add(new Argument(name, written.substring(named.end()).strip()));
        } else {
            arguments.add(new Argument("", written));
        }
    }
}
