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
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.Suggestion;
import org.glmmsql.formula.Token.Kind;
import org.jspecify.annotations.Nullable;

/** The part of a model text after the formula. A new option is one line in {@link #READERS}. */
final class OptionsParser {
    private static final int MAX_NAGQ = 500;
    private static final List<String> CONTRASTS = List.of("treatment", "sum", "helmert", "poly");
    private static final List<String> VCOVS = List.of("model", "cr0", "cr1", "cr2");

    private static final List<String> DFS = List.of("satterthwaite", "kenward_roger", "residual", "none");
    private static final List<String> KEEPS = List.of("all", "minimal");
    private static final List<String> NA_ACTIONS = List.of("omit", "fail", "na.omit", "na.fail");
    /** Of a distribution, beside its mean: what a family has of them is the family's business. */
    private static final List<String> TRUE = List.of("true", "t");

    private static final List<String> FALSE = List.of("false", "f");

    /** Reads the value of an option, whose name is given as written. */
    private static final Map<String, BiConsumer<OptionsParser, Token>> READERS = readers();

    private final Tokens tokens;
    private final ExprParser exprs;
    private final Set<String> variables;
    private final List<RandomPart> randomParts;
    private final Work work;
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
    private @Nullable Expr offsetTerm;
    private final Map<String, PredictorPart> predictors = new LinkedHashMap<>();
    private @Nullable ResidualPart residual;
    private @Nullable String df;
    private @Nullable RobustVcov vcov;
    private Conf conf = Conf.WALD;
    private double confLevel = 0.95;
    private boolean naFail;
    private boolean failOnError;
    private boolean ranef = true;
    private boolean minimal;
    private @Nullable Integer maxIterations;
    private @Nullable Double tolerance;
    private @Nullable Integer threads;

    /**
     * @param variables columns of the formula; those of the options are added
     * @param randomParts random terms of the formula, whose groups may have laws
     * @param work what expanding the formula has cost
     */
    OptionsParser(Tokens tokens, ExprParser exprs, Set<String> variables, List<RandomPart> randomParts, Work work) {
        this.tokens = tokens;
        this.exprs = exprs;
        this.variables = variables;
        this.randomParts = randomParts;
        this.work = work;
    }

    private static Map<String, BiConsumer<OptionsParser, Token>> readers() {
        Map<String, BiConsumer<OptionsParser, Token>> readers = new LinkedHashMap<>();
        readers.put("family", (p, name) -> p.readFamily());
        readers.put("nagq", (p, name) -> p.nagq = p.wholeNumber(name, MAX_NAGQ, ", 1 being the Laplace approximation"));
        readers.put("method", (p, name) -> p.method = p.readMethod());
        readers.put("weights", (p, name) -> p.weights = p.column(name));
        readers.put("offset", (p, name) -> p.readOffset());
        readers.put("random", (p, name) -> p.readRandom());
        readers.put("levels", (p, name) -> p.readLevels());
        readers.put("contrasts", (p, name) -> p.readContrasts(name));
        for (String parameter : Options.PARAMETERS) {
            readers.put(parameter, (p, name) -> p.readPredictor(parameter, name));
        }
        readers.put("residual", (p, name) -> p.readResidual());
        readers.put("df", (p, name) -> p.df = p.oneOf(name, DFS));
        readers.put("vcov", (p, name) -> p.readVcov(name));
        readers.put("conf", (p, name) -> p.conf = Conf.read(p.tokens));
        readers.put("conf_level", (p, name) -> p.confLevel = p.number(name, 1));
        readers.put(
                "na_action", (p, name) -> p.naFail = p.oneOf(name, NA_ACTIONS).endsWith("fail"));
        readers.put(
                "on_error",
                (p, name) ->
                        p.failOnError = p.oneOf(name, List.of("status", "fail")).equals("fail"));
        readers.put("keep", (p, name) -> p.minimal = p.oneOf(name, KEEPS).equals("minimal"));
        readers.put("ranef", (p, name) -> p.ranef = p.flag(name));
        readers.put("max_iterations", (p, name) -> p.maxIterations = p.wholeNumber(name, 1_000_000, ""));
        readers.put("tolerance", (p, name) -> p.tolerance = p.number(name, 1));
        readers.put("threads", (p, name) -> p.threads = p.wholeNumber(name, 1024, ""));
        return readers;
    }

    /** All options there are. */
    static Set<String> names() {
        return READERS.keySet();
    }

    /** Reads {@code [family] [, option = value]*} to the end of the text. */
    void parse() {
        do {
            if (isOption()) {
                readOption();
            } else if (tokens.peek().isWord() && given.add("family")) {
                readFamily();
            } else {
                throw tokens.unexpected("an option written name = value");
            }
        } while (tokens.accept(","));
        if (tokens.peek().kind() != Kind.END) {
            throw tokens.unexpected("',' or the end of the text");
        }
    }

    /** The offset that the option gives as an expression, a term of the formula; null if it gives none, or a column. */
    @Nullable
    Expr offsetTerm() {
        return offsetTerm;
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
                copy(predictors),
                residual,
                df,
                vcov,
                conf,
                confLevel,
                naFail,
                failOnError,
                ranef,
                minimal,
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
        String lower = name.text().toLowerCase(Locale.ROOT);
        String option = lower.equals("reml") ? "method" : lower.replace('.', '_');
        BiConsumer<OptionsParser, Token> reader = READERS.get(option);
        if (reader == null) {
            throw unknown(name, lower);
        }
        if (!given.add(option)) {
            throw tokens.errorAt(name, "each option once");
        }
        if (lower.equals("reml")) {
            method = flag(name) ? Method.REML : Method.ML;
        } else {
            reader.accept(this, name);
        }
    }

    private GlmmException unknown(Token name, String lower) {
        return RWords.reasonAgainst(lower)
                .map(reason -> noArgument(name, reason))
                .orElseGet(() -> new GlmmException(
                        ErrorCode.UNKNOWN_OPTION,
                        "unknown option '" + Excerpt.of(name.text()) + "'; " + Suggestion.among(lower, names())));
    }

    /** What R's functions take and a model text does not, with the text to write. */
    private GlmmException noArgument(Token name, String reason) {
        return new GlmmException(
                ErrorCode.UNKNOWN_OPTION,
                "a model text has no option '" + Excerpt.of(name.text()) + "': " + reason + "; write: "
                        + RCall.ofArguments(tokens.text()).modelText());
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
                        "unknown method '" + Excerpt.of(text) + "'; "
                                + Suggestion.among(
                                        text,
                                        Arrays.stream(Method.values())
                                                .map(Method::toString)
                                                .toList())));
    }

    /** {@code law} for all groups, or {@code (group: law, ...)}; a group may be an interaction {@code a:b}. */
    private void readRandom() {
        if (tokens.peek().is("~")) {
            throw new GlmmException(
                    ErrorCode.BAD_OPTION_VALUE,
                    "option random has a formula, and takes a law of random effects; write: "
                            + RCall.ofArguments(tokens.text()).modelText());
        }
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
                        "random gives a law to '" + Excerpt.of(group.toString())
                                + "', which is no grouping factor of the formula; "
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

    /** {@code (trt: 'placebo', 'drug'; sex: 'M', 'F')}, or as R has it: {@code list(trt = c("placebo", "drug"))}. */
    private void readLevels() {
        boolean list = openGroups("levels such as (trt: 'placebo', 'drug')");
        do {
            Token name = tokens.peek();
            String variable = variableOfFormula("levels");
            boolean vector = tokens.peek().is("(")
                    || (tokens.peek().isBare() && tokens.peekNext().is("("));
            if (vector) {
                expectFunction("c");
            }
            List<String> values = new ArrayList<>();
            do {
                values.add(level());
            } while (tokens.accept(","));
            if (vector) {
                tokens.expect(")", "',' and a level, or ')'");
            }
            if (new HashSet<>(values).size() < values.size() || levels.put(variable, List.copyOf(values)) != null) {
                throw tokens.errorAt(name, "each level of a factor once");
            }
            if (!(list && vector ? tokens.accept(",") : tokens.accept(";"))) {
                break;
            }
        } while (true);
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

    /** {@code (trt: sum; sex: helmert)}, or as R has it: {@code list(trt = contr.sum)}. */
    private void readContrasts(Token option) {
        openGroups("contrasts such as (trt: sum)");
        do {
            Token name = tokens.peek();
            String variable = variableOfFormula("contrasts");
            if (tokens.peek().kind() == Token.Kind.STRING) {
                String matrix = tokens.next().text();
                String coding = CodingMatrix.parse(matrix)
                        .map(CodingMatrix::canonical)
                        .orElseThrow(
                                () -> badValue(
                                        option,
                                        "'" + Excerpt.of(matrix) + "'",
                                        "a matrix has a column for each level but one, and in each a number for every level, as '1 -1 0; 0.5 0.5 -1'"));
                if (contrasts.put(variable, coding) != null) {
                    throw tokens.errorAt(name, "one coding for each factor");
                }
                continue;
            }
            Token word = tokens.expectWord("one of " + String.join(", ", CONTRASTS));
            String coding = word.text().toLowerCase(Locale.ROOT);
            coding = coding.startsWith("contr.") ? coding.substring("contr.".length()) : coding;
            if (!CONTRASTS.contains(coding)) {
                throw badValue(option, "'" + Excerpt.of(coding) + "'", Suggestion.among(coding, CONTRASTS));
            }
            if (tokens.peek().is("(")) {
                throw badValue(
                        option,
                        word.text() + "(...)",
                        "write " + word.text() + " alone; the order of the levels is that of levels = (...)");
            }
            if (contrasts.put(variable, coding) != null) {
                throw tokens.errorAt(name, "one coding for each factor");
            }
        } while (acceptSeparator());
        tokens.expect(")", "';' and another factor, or ')'");
    }

    /** Reads {@code (} or {@code list(}. @return whether it was R's list */
    private boolean openGroups(String expected) {
        boolean list = tokens.peek().isBare() && tokens.peekNext().is("(");
        if (list) {
            expectFunction("list");
        } else {
            tokens.expect("(", "'(' and " + expected);
        }
        return list;
    }

    private void expectFunction(String name) {
        if (!tokens.peek().text().equals(name)) {
            throw tokens.unexpected("'(' or " + name + "(");
        }
        tokens.next();
        tokens.next();
    }

    /** Reads {@code variable :}, or R's {@code variable =}. */
    private String variableOfFormula(String option) {
        String name = tokens.expectWord("a variable of the formula").text();
        if (!tokens.accept("=")) {
            tokens.expect(":", "':' after " + Excerpt.of(name));
        }
        // what a dot stands for is not known yet
        Optional<String> variable = variables.contains(name) || variables.contains(Variables.DOT)
                ? Optional.of(name)
                : variables.stream().filter(name::equalsIgnoreCase).findFirst();
        return variable.orElseThrow(() -> new GlmmException(
                ErrorCode.NOT_APPLICABLE,
                "option " + option + " names '" + Excerpt.of(name) + "', which is no variable of the formula; "
                        + Suggestion.among(name, variables)));
    }

    /** {@code ~ x + (1 | g)}, or a number to hold the parameter at. */
    private void readPredictor(String parameter, Token option) {
        if (tokens.peek().kind() == Kind.NUMBER || tokens.peek().is("-")) {
            // which numbers a shape takes is the family's business
            boolean any = parameter.equals("shape");
            double held = number(
                    option,
                    value -> any ? Double.isFinite(value) : value > 0,
                    "it takes ~ and terms, or a " + (any ? "" : "positive ") + "number to hold the parameter at");
            predictors.put(parameter, new PredictorPart(new FixedPart(false, List.of(), List.of()), List.of(), held));
            return;
        }
        tokens.expect("~", "~ and the terms of " + (parameter.equals("dispersion") ? "log dispersion" : parameter));
        Expr rightHandSide = exprs.parse();
        if (Variables.of(rightHandSide).contains(Variables.DOT)) {
            throw new GlmmException(ErrorCode.SYNTAX, "found '.' in " + parameter + " =; write its columns out");
        }
        TermExpander.Expansion expansion = TermExpander.expand(rightHandSide, work, true);
        predictors.put(
                parameter,
                new PredictorPart(
                        expansion.fixed(),
                        expansion.random().stream()
                                .map(part -> part.of(parameter))
                                .toList(),
                        null));
        variables.addAll(Variables.of(rightHandSide));
    }

    private void readResidual() {
        residual = new ResidualParser(tokens, exprs).parse();
        if (residual.variables().contains(Variables.DOT)) {
            throw new GlmmException(ErrorCode.SYNTAX, "found '.' in residual =; write its columns out");
        }
        variables.addAll(residual.variables());
    }

    private String column(Token option) {
        Token name = tokens.expectWord("a column");
        if (!tokens.peek().is(",") && tokens.peek().kind() != Kind.END) {
            throw badValue(option, "an expression", "it takes a column; compute it in the query");
        }
        if (name.text().equals(Variables.DOT)) {
            throw badValue(option, "'.'", "it takes one column");
        }
        variables.add(name.text());
        return name.text();
    }

    /** A column, or an expression as in {@code offset = log(t)}. */
    private void readOffset() {
        boolean word = tokens.peek().isWord()
                && (tokens.peekNext().is(",") || tokens.peekNext().kind() == Kind.END);
        Expr expr = word ? new Expr.Variable(tokens.next().text()) : exprs.parse();
        TermExpander.requireNumeric(new Expr.Call("offset", List.of(expr)));
        variables.addAll(Variables.of(expr));
        if (expr instanceof Expr.Variable column) {
            offset = column.name();
        } else {
            offsetTerm = expr;
        }
    }

    private int wholeNumber(Token option, int max, String note) {
        return (int) number(
                option,
                value -> value >= 1 && value <= max && value == Math.rint(value),
                "it takes a whole number from 1 to " + max + note);
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
            throw badValue(
                    option, sign.isEmpty() ? token.found() : "'" + sign + Excerpt.of(token.text()) + "'", expected);
        }
        return value;
    }

    private boolean flag(Token option) {
        Token token = tokens.next();
        String value = token.text().toLowerCase(Locale.ROOT);
        if (!token.isWord() || !(TRUE.contains(value) || FALSE.contains(value))) {
            throw badValue(option, token.found(), "it takes true or false");
        }
        return TRUE.contains(value);
    }

    /** {@code model}, or {@code CR1(g)}. */
    private void readVcov(Token option) {
        String type = oneOf(option, VCOVS);
        StringBuilder group = new StringBuilder();
        if (!type.equals("model") && tokens.accept("(")) {
            do {
                group.append(group.isEmpty() ? "" : ":").append(expectGroupWord());
            } while (tokens.accept(":"));
            tokens.expect(")", "':' or ')'");
        }
        vcov = type.equals("model")
                ? null
                : new RobustVcov(
                        RobustVcov.Type.valueOf(type.toUpperCase(Locale.ROOT)),
                        group.isEmpty() ? null : group.toString());
    }

    private String oneOf(Token option, List<String> values) {
        Token token = tokens.next();
        String value = token.text().toLowerCase(Locale.ROOT);
        if (!token.isWord() || !values.contains(value)) {
            throw badValue(option, token.found(), "it takes " + String.join(", ", values));
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
