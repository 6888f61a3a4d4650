package org.glmmsql.design;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.InvalidDataException;
import org.glmmsql.formula.Expr;
import org.glmmsql.formula.Expr.Call;
import org.glmmsql.formula.Options;
import org.glmmsql.frame.Factor;

/** The order of a factor's levels: that of {@code levels =} where given, else value order. Levels without a row are left out. */
final class FactorLevels {
    private FactorLevels() {}

    /** The variable whose factor this is, as options name it: {@code x} for {@code x} and {@code factor(x)}. */
    static Optional<String> variable(Expr expr) {
        if (expr instanceof Expr.Variable v) {
            return Optional.of(v.name());
        }
        boolean factor = expr instanceof Call call
                && (call.arity() == 1 || call.function().equals("relevel"))
                && List.of("factor", "as.factor", "relevel", "(").contains(call.function());
        return factor ? variable(((Call) expr).argument(0)) : Optional.empty();
    }

    /** @throws GlmmException UNKNOWN_LEVEL if a value is not among those that {@code levels =} lists */
    static List<String> of(Expr expr, Factor factor, Options options) {
        Optional<List<String>> given = given(expr, options);
        if (given.isEmpty()) {
            return referenceFirst(expr, factor.levels());
        }
        Set<String> listed = new HashSet<>(given.get());
        for (String level : factor.levels()) {
            if (!listed.contains(level)) {
                throw new InvalidDataException(
                        ErrorCode.UNKNOWN_LEVEL,
                        "'" + Excerpt.of(expr.text()) + "' has the value '" + Excerpt.of(level)
                                + "', which levels = (...) does not list: "
                                + Excerpt.list(given.get()) + "; add it there or filter its rows");
            }
        }
        return listed(expr, factor, options);
    }

    /** The levels in their order, without those that {@code levels =} does not list. */
    static List<String> listed(Expr expr, Factor factor, Options options) {
        Set<String> occurring = new HashSet<>(factor.levels());
        return referenceFirst(
                expr,
                given(expr, options)
                        .map(levels ->
                                levels.stream().filter(occurring::contains).toList())
                        .orElse(factor.levels()));
    }

    /** The level that {@code relevel} names before the others. @throws GlmmException UNKNOWN_LEVEL if there is none of that name */
    private static List<String> referenceFirst(Expr expr, List<String> levels) {
        if (!(expr instanceof Call call)) {
            return levels;
        }
        if (!call.function().equals("relevel")) {
            boolean same = List.of("factor", "as.factor", "(").contains(call.function());
            return same ? referenceFirst(call.argument(0), levels) : levels;
        }
        String reference = call.argument(1).level();
        List<String> inner = referenceFirst(call.argument(0), levels);
        if (!inner.contains(reference)) {
            throw new InvalidDataException(
                    ErrorCode.UNKNOWN_LEVEL,
                    "'" + Excerpt.of(call.text()) + "' names the level '" + Excerpt.of(reference)
                            + "', which no row has; known: " + Excerpt.list(inner));
        }
        List<String> ordered = new ArrayList<>(List.of(reference));
        inner.stream().filter(level -> !level.equals(reference)).forEach(ordered::add);
        return ordered;
    }

    static Optional<List<String>> given(Expr expr, Options options) {
        return variable(expr).map(options.levels()::get);
    }

    /** The factor with its levels in the order asked for. */
    static Factor ordered(Expr expr, Factor factor, Options options) {
        List<String> levels = of(expr, factor, options);
        if (levels.equals(factor.levels())) {
            return factor;
        }
        Map<String, Integer> index = TermCoder.positions(levels);
        int[] positions = factor.levels().stream().mapToInt(index::get).toArray();
        return new Factor(levels, factor.recoded(positions));
    }
}
