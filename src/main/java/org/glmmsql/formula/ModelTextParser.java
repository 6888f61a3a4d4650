package org.glmmsql.formula;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.Expr.Call;
import org.glmmsql.formula.Token.Kind;
import org.jspecify.annotations.Nullable;

/** Reads a model text, {@code formula [, family] [, option = value]*}. */
public final class ModelTextParser {
    private static final Expr DOT = new Expr.Variable(Variables.DOT);

    private ModelTextParser() {}

    /**
     * @return the model; a {@code .} in the formula is kept as a variable of that name, see {@link ModelSpec#close}
     * @throws GlmmException SYNTAX with the position, what was found and what is expected; UNKNOWN_FUNCTION, UNKNOWN_OPTION,
     *     BAD_OPTION_VALUE, EMPTY_MODEL_TEXT, LIMIT
     */
    public static ModelSpec parse(String text) {
        return parse(text, (Expr) null);
    }

    /** The same with {@code .} replaced by those of the columns that are not otherwise used. */
    static ModelSpec parse(String text, List<String> columns) {
        Set<String> used = usedBesidesDot(parse(text)).stream()
                .map(name -> name.toLowerCase(Locale.ROOT))
                .collect(Collectors.toSet());
        Expr sum = columns.stream()
                .filter(name -> !used.contains(name.toLowerCase(Locale.ROOT)))
                .map(name -> (Expr) new Expr.Variable(name))
                .reduce((a, b) -> new Call("+", List.of(a, b)))
                .orElseThrow(() -> new GlmmException(
                        ErrorCode.UNKNOWN_COLUMN,
                        "'.' stands for all columns not otherwise used, and there are none; columns: "
                                + Excerpt.list(columns)));
        return parse(text, new Call("(", List.of(sum)));
    }

    /** @param all what a dot stands for, null if that is not known yet */
    private static ModelSpec parse(String text, @Nullable Expr all) {
        if (text.isBlank()) {
            throw new GlmmException(
                    ErrorCode.EMPTY_MODEL_TEXT,
                    "the model text is empty, expected a formula such as 'y ~ x + (1 | g), binomial'");
        }
        Limits.check(text.length(), Limits.LENGTH, "characters");
        RCall.of(text).ifPresent(call -> {
            throw new GlmmException(
                    ErrorCode.SYNTAX,
                    "the model text is a call of R, " + call.function()
                            + "(...); a model text is what stands in it, without the data; write: " + call.modelText());
        });
        Tokens tokens = new Tokens(text);
        ExprParser exprs = new ExprParser(tokens);
        if (tokens.peek().is("~")) {
            throw tokens.unexpected("the response before ~");
        }
        Expr response = exprs.parse();
        tokens.expect("~", "an operator or ~ after the response");
        Expr written = exprs.parse();
        Expr rightHandSide =
                all == null ? written : Variables.replace(written, variable -> variable.equals(DOT) ? all : variable);
        checkResponse(response);
        Work work = new Work();
        TermExpander.Expansion expansion = TermExpander.expand(rightHandSide, work, all == null);
        Set<String> variables = new LinkedHashSet<>(Variables.of(List.of(response, rightHandSide)));
        OptionsParser options = new OptionsParser(tokens, exprs, variables, expansion.random(), work);
        if (tokens.peek().kind() != Kind.END) {
            tokens.expect(",", "an operator, or ',' and an option");
            options.parse();
        }
        variables.remove(Variables.DOT);
        Options given = options.build();
        FixedPart fixed = withOffset(expansion.fixed(), options.offsetTerm());
        Formula formula = new Formula(
                response.text() + " ~ " + rightHandSide.text(),
                response,
                given.ofCategories() ? new FixedPart(true, fixed.terms(), fixed.offsets()) : fixed,
                expansion.random());
        return new ModelSpec(text, formula, given, List.copyOf(variables));
    }

    private static FixedPart withOffset(FixedPart part, @Nullable Expr offset) {
        if (offset == null) {
            return part;
        }
        List<Expr> offsets = new ArrayList<>(part.offsets());
        offsets.add(offset);
        return new FixedPart(part.intercept(), part.terms(), List.copyOf(offsets));
    }

    private static void checkResponse(Expr response) {
        if (response instanceof Call call && call.function().equals("cbind")) {
            call.arguments().forEach(argument -> TermExpander.requireNumeric(new Call("(", List.of(argument))));
        } else if (TermExpander.FACTOR.contains(response instanceof Call call ? call.function() : "")) {
            TermExpander.requireNumeric(response);
        } else {
            TermExpander.requireNumeric(new Call("(", List.of(response)));
        }
        if (Variables.of(response).isEmpty()) {
            throw new GlmmException(
                    ErrorCode.SYNTAX, "found " + response.text() + " as the response, expected a column before ~");
        }
        if (Variables.of(response).contains(Variables.DOT)) {
            throw new GlmmException(ErrorCode.SYNTAX, "found '.' in the response; it has its place right of ~ only");
        }
    }

    static boolean hasDot(ModelSpec spec) {
        List<FixedPart> parts = new ArrayList<>(List.of(spec.formula().fixed()));
        spec.formula().random().forEach(part -> parts.add(part.columns()));
        return parts.stream()
                .flatMap(part -> part.terms().stream())
                .anyMatch(term -> term.factors().contains(DOT));
    }

    private static Set<String> usedBesidesDot(ModelSpec spec) {
        Set<String> used = new LinkedHashSet<>(Variables.of(spec.formula().response()));
        used.addAll(Variables.of(spec.formula().fixed().offsets()));
        spec.formula().random().forEach(part -> used.addAll(Variables.of(part.grouping())));
        if (spec.options().weights() != null) {
            used.add(spec.options().weights());
        }
        if (spec.options().offset() != null) {
            used.add(spec.options().offset());
        }
        if (spec.options().residual() != null) {
            used.addAll(spec.options().residual().variables());
        }
        return used;
    }
}
