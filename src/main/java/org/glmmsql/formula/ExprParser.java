package org.glmmsql.formula;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.Suggestion;
import org.glmmsql.formula.Expr.Call;
import org.glmmsql.formula.Token.Kind;

/**
 * Expressions by recursive descent, with R's precedence from loose to tight: {@code |}, {@code &}, {@code !}, comparisons,
 * {@code + -}, {@code * /}, {@code :}, sign, {@code ^}.
 */
final class ExprParser {
    private static final Set<String> BAR = Set.of("|", "||");
    private static final Set<String> AND = Set.of("&");
    private static final Set<String> COMPARISON = Set.of("==", "!=", "<", "<=", ">", ">=");
    private static final Set<String> SUM = Set.of("+", "-");
    private static final Set<String> PRODUCT = Set.of("*", "/");
    private static final Set<String> INTERACTION = Set.of(":");
    private static final String OPERAND = "a column, a number, a function or '('";

    private final Tokens tokens;
    private int depth;
    private int operators;

    ExprParser(Tokens tokens) {
        this.tokens = tokens;
    }

    Expr parse() {
        Limits.check(++depth, Limits.NESTING, "nested parentheses");
        Expr expr = bar();
        depth--;
        return expr;
    }

    /** One precedence level of left-associative binary operators. */
    private Expr chain(Set<String> signs, Supplier<Expr> operand) {
        Expr left = operand.get();
        while (tokens.peek().kind() == Kind.OPERATOR
                && signs.contains(tokens.peek().text())) {
            String sign = tokens.next().text();
            left = call(sign, List.of(left, operand.get()));
        }
        return left;
    }

    private Expr bar() {
        return chain(BAR, () -> chain(AND, this::not));
    }

    private Expr not() {
        return tokens.accept("!") ? nested("!", this::not) : comparison();
    }

    private Expr comparison() {
        Expr left = sum();
        if (tokens.peek().kind() == Kind.OPERATOR
                && COMPARISON.contains(tokens.peek().text())) {
            String sign = tokens.next().text();
            // right of a comparison, double quotes hold text as in R; elsewhere a column name as in SQL
            Expr right = tokens.peek().kind() == Kind.QUOTED
                    ? new Expr.Text(tokens.next().text())
                    : sum();
            return call(sign, List.of(left, right));
        }
        return left;
    }

    private Expr sum() {
        return chain(SUM, () -> chain(PRODUCT, () -> chain(INTERACTION, this::signed)));
    }

    private Expr signed() {
        if (tokens.accept("-")) {
            return nested("-", this::signed);
        }
        if (tokens.accept("+")) {
            return nested("+", this::signed);
        }
        Expr base = primary();
        if (!tokens.accept("^")) {
            return base;
        }
        Limits.check(++depth, Limits.NESTING, "nested powers");
        Expr power = call("^", List.of(base, signed()));
        depth--;
        return power;
    }

    private Expr nested(String sign, Supplier<Expr> operand) {
        Limits.check(++depth, Limits.NESTING, "nested signs");
        Expr expr = call(sign, List.of(operand.get()));
        depth--;
        return expr;
    }

    private Expr primary() {
        Token token = tokens.peek();
        switch (token.kind()) {
            case NUMBER -> {
                tokens.next();
                return new Expr.Number(Double.parseDouble(token.text()));
            }
            case STRING -> {
                tokens.next();
                return new Expr.Text(token.text());
            }
            case QUOTED -> {
                tokens.next();
                return new Expr.Variable(token.text());
            }
            case NAME -> {
                tokens.next();
                return tokens.peek().is("(") ? function(token) : name(token);
            }
            default -> {
                if (!tokens.accept("(")) {
                    throw tokens.unexpected(OPERAND);
                }
                Expr inner = parse();
                tokens.expect(")", "an operator or ')'");
                return call("(", List.of(inner));
            }
        }
    }

    private static Expr name(Token token) {
        return token.isBare() && Tokenizer.isLogical(token.text())
                ? new Expr.Logical(token.text().equalsIgnoreCase("true"))
                : new Expr.Variable(token.text());
    }

    private Expr function(Token name) {
        tokens.expect("(", "'('");
        String function = name.text();
        if (!Functions.names().contains(function)) {
            throw new GlmmException(
                    ErrorCode.UNKNOWN_FUNCTION,
                    "unknown function '" + Excerpt.of(function) + "' in the formula; "
                            + RWords.insteadOf(function)
                                    .orElseGet(() -> Suggestion.among(function, Functions.names())));
        }
        List<Expr> arguments = new ArrayList<>();
        do {
            Limits.check(++operators, Limits.OPERATORS, "operators and calls");
            arguments.add(argument(function, arguments.isEmpty()));
        } while (tokens.accept(","));
        tokens.expect(")", "an operator, ',' or ')'");
        if (!Functions.takes(function, arguments.size())) {
            throw tokens.errorAt(name, "another number of arguments of " + function + " than " + arguments.size());
        }
        long names = arguments.stream()
                .filter(Expr.Named.class::isInstance)
                .map(argument -> ((Expr.Named) argument).name())
                .distinct()
                .count();
        if (names < arguments.stream().filter(Expr.Named.class::isInstance).count()) {
            throw tokens.errorAt(name, "each argument of " + function + " once");
        }
        return call(function, arguments);
    }

    /** A name is kept where it says which argument it is. */
    private Expr argument(String function, boolean first) {
        if (tokens.peek().kind() != Kind.NAME || !tokens.peekNext().is("=")) {
            return value(function, first);
        }
        Token name = tokens.next();
        tokens.next();
        List<String> known = first ? List.of() : Functions.argumentNames(function);
        if (!known.contains(name.text())) {
            throw tokens.errorAt(
                    name,
                    known.isEmpty()
                            ? "this argument of " + function + " without a name"
                            : "an argument of " + function + " named " + String.join(" or ", known));
        }
        Expr value = value(function, first);
        if (function.equals("log") || function.equals("relevel")) {
            return value; // log(x, base = 2) is log(x, 2)
        }
        boolean letter = value instanceof Expr.Variable v
                && (v.name().equals("T") || v.name().equals("F"));
        return new Expr.Named(
                name.text(), letter ? new Expr.Logical(value.text().equals("T")) : value);
    }

    /** A level may stand in double quotes as in R; elsewhere they hold a column name as in SQL. */
    private Expr value(String function, boolean first) {
        boolean level = !first && Functions.takesLevel(function);
        if (level && tokens.peek().kind() == Kind.QUOTED) {
            return new Expr.Text(tokens.next().text());
        }
        Token token = tokens.peek();
        Expr value = parse();
        if (level && !(value instanceof Expr.Text || value instanceof Expr.Number || value instanceof Expr.Logical)) {
            throw tokens.errorAt(token, "a level of the factor, as in " + function + "(f, 'b')");
        }
        return value;
    }

    private Call call(String function, List<Expr> arguments) {
        Limits.check(++operators, Limits.OPERATORS, "operators and calls");
        return new Call(function, arguments);
    }
}
