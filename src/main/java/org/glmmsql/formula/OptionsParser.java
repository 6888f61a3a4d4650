package org.glmmsql.formula;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.DoublePredicate;
import java.util.stream.Collectors;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.Suggestion;
import org.glmmsql.formula.Token.Kind;
import org.jspecify.annotations.Nullable;

/** The part of a model text after the formula. A new option is one line in {@link #READERS}. */
final class OptionsParser {
    private static final int MAX_NAGQ = 500;
    private static final List<String> CONTRASTS = List.of("treatment", "sum", "helmert", "poly");

    /** Reads the value of an option, whose name is given as written. */
    private static final Map<String, BiConsumer<OptionsParser, Token>> READERS = readers();

    private final Tokens tokens;
    private final ExprParser exprs;
    private final Set<String> variables;
    private final List<RandomPart> randomParts;
    private final Set<String> given = new HashSet<>();

    private @Nullable String family;
    private @Nullable String link;
    private int nagq = 1;
    private @Nullable Method method;
    private final Map<String, String> random = new LinkedHashMap<>();
    private final Map<String, List<String>> levels = new LinkedHashMap<>();
    private final Map<String, String> contrasts = new LinkedHashMap<>();
    private @Nullable String weights;
    private @Nullable String offset;
    private @Nullable FixedPart dispersion;
    private double confLevel = 0.95;
    private boolean naFail;
    private boolean failOnError;
    private boolean ranef = true;
    private @Nullable Integer maxIterations;
    private @Nullable Double tolerance;
    private @Nullable Integer threads;

    /**
     * @param variables columns of the formula; those of the options are added
     * @param randomParts random terms of the formula, whose groups may have laws
     */
    OptionsParser(Tokens tokens, ExprParser exprs, Set<String> variables, List<RandomPart> randomParts) {
        this.tokens = tokens;
        this.exprs = exprs;
        this.variables = variables;
        this.randomParts = randomParts;
    }

    private static Map<String, BiConsumer<OptionsParser, Token>> readers() {
        Map<String, BiConsumer<OptionsParser, Token>> readers = new LinkedHashMap<>();
        readers.put("family", (p, name) -> p.readFamily());
        readers.put("nagq", (p, name) -> p.nagq = p.wholeNumber(name, MAX_NAGQ));
        readers.put("method", (p, name) -> p.method = p.readMethod());
        readers.put("weights", (p, name) -> p.weights = p.column(name));
        readers.put("offset", (p, name) -> p.offset = p.column(name));
        readers.put("random", (p, name) -> p.readRandom());
        readers.put("levels", (p, name) -> p.readLevels());
        readers.put("contrasts", (p, name) -> p.readContrasts(name));
        readers.put("dispersion", (p, name) -> p.readDispersion());
        readers.put("conf_level", (p, name) -> p.confLevel = p.number(name, 1));
        readers.put(
                "na_action",
                (p, name) -> p.naFail = p.oneOf(name, List.of("omit", "fail")).equals("fail"));
        readers.put(
                "on_error",
                (p, name) ->
                        p.failOnError = p.oneOf(name, List.of("status", "fail")).equals("fail"));
        readers.put(
                "ranef",
                (p, name) -> p.ranef = p.oneOf(name, List.of("true", "false")).equals("true"));
        readers.put("max_iterations", (p, name) -> p.maxIterations = p.wholeNumber(name, 1_000_000));
        readers.put("tolerance", (p, name) -> p.tolerance = p.number(name, 1));
        readers.put("threads", (p, name) -> p.threads = p.wholeNumber(name, 1024));
        return readers;
    }

    /** All options there are. */
    static Set<String> names() {
        return READERS.keySet();
    }

    /** Reads {@code [family] [, option = value]*} to the end of the text. */
    void parse() {
        if (!isOption()) {
            given.add("family");
            readFamily();
            if (tokens.peek().kind() == Kind.END) {
                return;
            }
            tokens.expect(",", "',' or the end of the text after the family");
        }
        do {
            if (!isOption()) {
                throw tokens.unexpected("an option written name = value");
            }
            readOption();
        } while (tokens.accept(","));
        if (tokens.peek().kind() != Kind.END) {
            throw tokens.unexpected("',' or the end of the text");
        }
    }

    Options build() {
        return new Options(
                family,
                link,
                nagq,
                method,
                copy(random),
                copy(levels),
                copy(contrasts),
                weights,
                offset,
                dispersion,
                confLevel,
                naFail,
                failOnError,
                ranef,
                maxIterations,
                tolerance,
                threads);
    }

    /** An immutable copy in the same order. */
    private static <V> Map<String, V> copy(Map<String, V> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    private boolean isOption() {
        return tokens.peek().kind() == Kind.NAME && tokens.peekNext().is("=");
    }

    private void readOption() {
        Token name = tokens.next();
        tokens.next();
        // R's names have dots: conf.level, na.action
        String option = name.text().toLowerCase(Locale.ROOT).replace('.', '_');
        BiConsumer<OptionsParser, Token> reader = READERS.get(option);
        if (reader == null) {
            throw new GlmmException(
                    ErrorCode.UNKNOWN_OPTION,
                    "unknown option '" + name.text() + "'; " + Suggestion.among(option, names()));
        }
        if (!given.add(option)) {
            throw tokens.errorAt(name, "each option once");
        }
        reader.accept(this, name);
    }

    private void readFamily() {
        family = tokens.expectWord("a family such as binomial or poisson(log)").text();
        link = tokens.accept("(") ? argument("link") : null;
    }

    /** What stands in the parentheses just opened, without quotes or its R name: {@code "log"}, {@code link = log}. */
    private @Nullable String argument(String name) {
        if (tokens.peek().kind() == Kind.NAME
                && tokens.peek().text().equals(name)
                && tokens.peekNext().is("=")) {
            tokens.next();
            tokens.next();
        }
        String raw = tokens.untilClosing();
        boolean quoted =
                raw.length() > 1 && "'\"".indexOf(raw.charAt(0)) >= 0 && raw.charAt(0) == raw.charAt(raw.length() - 1);
        String text = quoted ? raw.substring(1, raw.length() - 1) : raw.replaceAll("\\s+", "");
        return text.isEmpty() ? null : text;
    }

    private Method readMethod() {
        String name = tokens.expectWord("a method such as REML").text();
        String text = tokens.accept("(") ? name + "(" + argument("") + ")" : name;
        return Arrays.stream(Method.values())
                .filter(m -> m.toString().equalsIgnoreCase(text))
                .findFirst()
                .orElseThrow(() -> new GlmmException(
                        ErrorCode.UNKNOWN_FAMILY,
                        "unknown method '" + text + "'; "
                                + Suggestion.among(
                                        text,
                                        Arrays.stream(Method.values())
                                                .map(Method::toString)
                                                .toList())));
    }

    /** {@code law} for all groups, or {@code (group: law, ...)}; a group may be an interaction {@code a:b}. */
    private void readRandom() {
        if (!tokens.accept("(")) {
            random.put("", law());
            return;
        }
        Set<String> groups = randomParts.stream().map(RandomPart::group).collect(Collectors.toSet());
        do {
            Token first = tokens.peek();
            StringBuilder group = new StringBuilder(expectGroupWord());
            tokens.expect(":", "':' and the law of " + group);
            while (tokens.peek().isWord() && tokens.peekNext().is(":")) {
                group.append(':').append(expectGroupWord());
                tokens.next();
            }
            if (!groups.contains(group.toString())) {
                throw new GlmmException(
                        ErrorCode.NOT_APPLICABLE,
                        "random gives a law to '" + group + "', which is no grouping factor of the formula; "
                                + Suggestion.among(group.toString(), groups));
            }
            if (random.put(group.toString(), law()) != null) {
                throw tokens.errorAt(first, "one law for each grouping factor");
            }
        } while (acceptSeparator());
        tokens.expect(")", "',' or ')'");
    }

    private String expectGroupWord() {
        Token word = tokens.expectWord("a grouping factor");
        return word.kind() == Kind.STRING ? word.text() : Printer.name(word.text());
    }

    private String law() {
        String name = tokens.expectWord("a law such as gamma(log)").text().toLowerCase(Locale.ROOT);
        String link = tokens.accept("(") ? argument("link") : null;
        return link == null ? name : name + "(" + link.toLowerCase(Locale.ROOT) + ")";
    }

    private void readLevels() {
        tokens.expect("(", "'(' and levels such as (trt: 'placebo', 'drug')");
        do {
            Token name = tokens.peek();
            String variable = variableOfFormula("levels");
            List<String> values = new ArrayList<>();
            do {
                values.add(level());
            } while (tokens.accept(","));
            if (new HashSet<>(values).size() < values.size() || levels.put(variable, List.copyOf(values)) != null) {
                throw tokens.errorAt(name, "each level of a factor once");
            }
        } while (tokens.accept(";"));
        tokens.expect(")", "',' and a level, ';' and another factor, or ')'");
    }

    private String level() {
        if (tokens.accept("-")) {
            return "-" + tokens.expect(Kind.NUMBER, "a number").text();
        }
        return tokens.peek().kind() == Kind.NUMBER
                ? tokens.next().text()
                : tokens.expectWord("a level in quotes").text();
    }

    private void readContrasts(Token option) {
        tokens.expect("(", "'(' and contrasts such as (trt: sum)");
        do {
            Token name = tokens.peek();
            String variable = variableOfFormula("contrasts");
            String coding = tokens.expectWord("one of " + String.join(", ", CONTRASTS))
                    .text()
                    .toLowerCase(Locale.ROOT);
            coding = coding.startsWith("contr.") ? coding.substring("contr.".length()) : coding;
            if (!CONTRASTS.contains(coding)) {
                throw badValue(option, "'" + coding + "'", Suggestion.among(coding, CONTRASTS));
            }
            if (contrasts.put(variable, coding) != null) {
                throw tokens.errorAt(name, "one coding for each factor");
            }
        } while (acceptSeparator());
        tokens.expect(")", "';' and another factor, or ')'");
    }

    /** Reads {@code variable :}. */
    private String variableOfFormula(String option) {
        String name = tokens.expectWord("a variable of the formula").text();
        tokens.expect(":", "':' after " + name);
        // what a dot stands for is not known yet
        Optional<String> variable = variables.contains(name) || variables.contains(Variables.DOT)
                ? Optional.of(name)
                : variables.stream().filter(name::equalsIgnoreCase).findFirst();
        return variable.orElseThrow(() -> new GlmmException(
                ErrorCode.NOT_APPLICABLE,
                "option " + option + " names '" + name + "', which is no variable of the formula; "
                        + Suggestion.among(name, variables)));
    }

    private void readDispersion() {
        tokens.expect("~", "~ and the terms of log dispersion");
        Expr rightHandSide = exprs.parse();
        if (Variables.of(rightHandSide).contains(Variables.DOT)) {
            throw new GlmmException(ErrorCode.SYNTAX, "found '.' in dispersion =; write its columns out");
        }
        dispersion = TermExpander.expandFixed(rightHandSide, "stands in dispersion =");
        variables.addAll(Variables.of(rightHandSide));
    }

    private String column(Token option) {
        Token name = tokens.expectWord("a column");
        if (!tokens.peek().is(",") && tokens.peek().kind() != Kind.END) {
            throw badValue(
                    option,
                    "an expression",
                    option.text().equalsIgnoreCase("offset")
                            ? "it takes a column; write offset(...) in the formula for an expression"
                            : "it takes a column; compute it in the query");
        }
        if (name.text().equals(Variables.DOT)) {
            throw badValue(option, "'.'", "it takes one column");
        }
        variables.add(name.text());
        return name.text();
    }

    private int wholeNumber(Token option, int max) {
        return (int) number(
                option,
                value -> value >= 1 && value <= max && value == Math.rint(value),
                "it takes a whole number from 1 to " + max);
    }

    private double number(Token option, double max) {
        return number(
                option, value -> value > 0 && value < max, "it takes a number between 0 and " + Printer.number(max));
    }

    private double number(Token option, DoublePredicate allowed, String expected) {
        String sign = tokens.accept("-") ? "-" : "";
        Token token = tokens.next();
        double value = token.kind() == Kind.NUMBER ? Double.parseDouble(sign + token.text()) : Double.NaN;
        if (!allowed.test(value)) {
            throw badValue(option, sign.isEmpty() ? token.found() : "'" + sign + token.text() + "'", expected);
        }
        return value;
    }

    private String oneOf(Token option, List<String> values) {
        Token token = tokens.next();
        String value = token.text().toLowerCase(Locale.ROOT);
        if (!token.isWord() || !values.contains(value)) {
            throw badValue(option, token.found(), "it takes " + String.join(" or ", values));
        }
        return value;
    }

    private boolean acceptSeparator() {
        return tokens.accept(",") || tokens.accept(";");
    }

    private static GlmmException badValue(Token option, String found, String expected) {
        return new GlmmException(
                ErrorCode.BAD_OPTION_VALUE, "option " + option.text() + " has the value " + found + "; " + expected);
    }
}
