package org.glmmsql.formula;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.glmmsql.correlation.Correlation.Place;
import org.glmmsql.correlation.ResidualStructure;
import org.glmmsql.correlation.ResidualStructures;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.Expr.Call;
import org.jspecify.annotations.Nullable;

/** Reads the value of the option residual. */
final class ResidualParser {
    private static final int DIMENSIONS = 3;

    private final Tokens tokens;
    private final ExprParser exprs;

    ResidualParser(Tokens tokens, ExprParser exprs) {
        this.tokens = tokens;
        this.exprs = exprs;
    }

    /** @throws GlmmException SYNTAX, UNKNOWN_FAMILY for a structure that is not known */
    ResidualPart parse() {
        String name =
                tokens.expectWord("a structure such as ar1(time | subject)").text();
        ResidualStructure structure = ResidualStructures.byName(name.toLowerCase(Locale.ROOT));
        tokens.expect("(", "'(' and the position and group of a row, as in " + structure.name() + "(time | subject)");
        Expr within = exprs.parse();
        if (!(within instanceof Call bar && bar.is("|", 2))) {
            throw new GlmmException(
                    ErrorCode.SYNTAX,
                    "residual = " + structure.name() + "(...) has " + Excerpt.of(within.text())
                            + ", expected a position and a group: " + structure.name() + "(time | subject)");
        }
        Expr by = tokens.accept(",") ? by() : null;
        tokens.expect(")", "', by = ' and a factor, or ')'");
        List<Expr> positions = positions(bar, structure);
        List<Expr> grouping = isOne(bar.argument(1)) ? List.of() : GroupingFactors.combination(bar);
        String group =
                grouping.isEmpty() ? "1" : grouping.stream().map(Expr::text).collect(Collectors.joining(":"));
        return new ResidualPart(structure, positions, grouping, group, by);
    }

    private Expr by() {
        Token word = tokens.expectWord("by = and a factor");
        if (!word.text().equals("by")) {
            throw tokens.errorAt(word, "by = and a factor");
        }
        tokens.expect("=", "'=' and a factor");
        Expr by = exprs.parse();
        TermExpander.requireNumeric(new Call("(", List.of(by)));
        return by;
    }

    private static List<Expr> positions(Call bar, ResidualStructure structure) {
        List<Expr> positions = new ArrayList<>();
        Expr rest = bar.argument(0);
        for (Call sum; (sum = sum(rest)) != null; rest = sum.argument(0)) {
            positions.add(sum.argument(1));
        }
        positions.add(rest);
        Collections.reverse(positions);
        positions.removeIf(expr -> expr instanceof Expr.Number zero && zero.value() == 0);
        if (structure.place() == Place.ANY && positions.size() == 1 && isOne(positions.get(0))) {
            return List.of();
        }
        int most = structure.place() == Place.POINT ? DIMENSIONS : 1;
        boolean columns =
                positions.stream().noneMatch(expr -> Variables.of(expr).isEmpty());
        if (positions.isEmpty() || positions.size() > most || !columns) {
            throw new GlmmException(
                    ErrorCode.SYNTAX,
                    "residual = " + structure.name() + "(...) has "
                            + Excerpt.of(bar.argument(0).text())
                            + " left of |, expected "
                            + (most == 1
                                    ? "the position of a row in its group, one column: " + structure.name()
                                            + "(time | group)"
                                    : "one to three coordinates: " + structure.name() + "(x + y | field)"));
        }
        positions.forEach(expr -> TermExpander.requirePosition(expr));
        return List.copyOf(positions);
    }

    private static @Nullable Call sum(Expr expr) {
        return expr instanceof Call call && call.is("+", 2) ? call : null;
    }

    private static boolean isOne(Expr expr) {
        return expr instanceof Expr.Number one && one.value() == 1;
    }
}
