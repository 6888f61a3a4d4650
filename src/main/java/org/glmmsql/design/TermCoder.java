package org.glmmsql.design;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.Expr;
import org.glmmsql.formula.Expr.Call;
import org.glmmsql.frame.Contrasts;
import org.glmmsql.frame.Contrasts.CodedColumn;
import org.glmmsql.frame.ExprCompiler;
import org.glmmsql.frame.Factor;
import org.glmmsql.frame.Frame;
import org.glmmsql.frame.OrthogonalPolynomial;
import org.glmmsql.frame.RowFunction;
import org.glmmsql.frame.SplineBasis;

/**
 * Codes the factors of terms as columns by a recipe: the same for the rows of a fit and for new rows. Compiled once, it serves many
 * frames.
 */
final class TermCoder {
    private final Recipe recipe;
    private final List<String> variables;
    private final ExprCompiler compiler;
    private final List<CategoricalTerm> categorical = new ArrayList<>();

    /** How many of {@link #categorical}, the first, have to know every level; of the others a new level has no column. */
    private int closed = Integer.MAX_VALUE;

    /** Variables that are factors coded by contrasts somewhere. */
    private final Set<String> contrasted = new HashSet<>();

    /** A factor expression and where its levels stand. */
    private record CategoricalTerm(Expr expr, List<String> levels, Map<String, Integer> positions) {}

    /** @param variables those of the frames to come, in their order */
    TermCoder(Recipe recipe, List<String> variables) {
        this.recipe = recipe;
        this.variables = variables;
        this.compiler = new ExprCompiler(variables, recipe.constants());
    }

    Recipe recipe() {
        return recipe;
    }

    ExprCompiler compiler() {
        return compiler;
    }

    boolean isCategorical(Expr expr) {
        return recipe.levels().containsKey(expr.text());
    }

    /** @param full whether a factor gets an indicator for each level instead of its contrasts; of no meaning for numbers */
    List<Piece> pieces(Expr expr, boolean full) {
        if (isCategorical(expr)) {
            return indicators(expr, full);
        }
        if (expr instanceof Call call && call.function().equals("poly")) {
            return polynomials(call);
        }
        if (expr instanceof Call call && List.of("ns", "bs").contains(call.function())) {
            return splines(call);
        }
        RowFunction value = compiler.compile(expr);
        int slot = expr instanceof Expr.Variable v ? variables.indexOf(v.name()) : -1;
        return List.of(new Piece("", expr.text(), slot, (rows, i) -> value.at(rows.frame(), i)));
    }

    private List<Piece> indicators(Expr expr, boolean full) {
        List<String> levels = recipe.levels().getOrDefault(expr.text(), List.of());
        String contrasts = recipe.contrasts().getOrDefault(expr.text(), "treatment");
        int index = categoricalIndex(expr, levels);
        if (!full) {
            FactorLevels.variable(expr).ifPresent(contrasted::add);
        }
        List<CodedColumn> columns =
                full ? Contrasts.indicators(levels) : Contrasts.columns(contrasts, expr.text(), levels);
        String coding = expr.text() + (full ? " by level " : " by " + contrasts + " ");
        return columns.stream()
                .map(column -> new Piece(
                        column.suffix(),
                        coding + column.suffix(),
                        -1,
                        column.level() < 0
                                ? new Piece.ByLevel(index, column.weights())
                                : new Piece.IsLevel(index, column.level())))
                .toList();
    }

    /** Contrasts that were asked for and code nothing would silently mean nothing. @throws GlmmException NOT_APPLICABLE */
    void requireContrasted(Set<String> variables) {
        for (String variable : variables) {
            if (!contrasted.contains(variable)) {
                throw new GlmmException(
                        ErrorCode.NOT_APPLICABLE,
                        "contrasts names '" + Excerpt.of(variable)
                                + "', and no column uses them: each is an indicator of a level, as where a factor stands for the"
                                + " intercept; add the intercept or leave the contrasts out");
            }
        }
    }

    /** About as many bytes as its tables of levels hold, and the weights of contrasts that are not indicators. */
    long bytes() {
        return categorical.stream()
                .mapToLong(term -> {
                    long k = term.levels().size();
                    boolean indicators = "treatment"
                            .equals(recipe.contrasts().get(term.expr().text()));
                    return 100 * k + (indicators ? 0 : Double.BYTES * k * k);
                })
                .sum();
    }

    private int categoricalIndex(Expr expr, List<String> levels) {
        for (int i = 0; i < categorical.size(); i++) {
            if (categorical.get(i).expr().equals(expr)) {
                return i;
            }
        }
        categorical.add(new CategoricalTerm(expr, levels, positions(levels)));
        return categorical.size() - 1;
    }

    static Map<String, Integer> positions(List<String> levels) {
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 0; i < levels.size(); i++) {
            positions.put(levels.get(i), i);
        }
        return positions;
    }

    private List<Piece> polynomials(Call call) {
        PolyCall poly = PolyCall.of(call);
        RowFunction x = compiler.compile(poly.x());
        Optional<OrthogonalPolynomial> orthogonal =
                Optional.ofNullable(recipe.constants().get(call.text())).map(OrthogonalPolynomial::of);
        List<Piece> pieces = new ArrayList<>();
        for (int j = 1; j <= poly.degree(); j++) {
            int degree = j;
            Piece.Values values = orthogonal.isPresent()
                    ? (rows, i) -> orthogonal.get().at(x.at(rows.frame(), i), degree)
                    : (rows, i) -> Math.pow(x.at(rows.frame(), i), degree);
            String suffix = poly.degree() == 1 ? "" : Integer.toString(degree);
            pieces.add(new Piece(suffix, call.text() + " degree " + degree, -1, values));
        }
        return pieces;
    }

    private List<Piece> splines(Call call) {
        SplineCall spline = SplineCall.of(call);
        RowFunction x = compiler.compile(spline.x());
        SplineBasis basis = spline.basis(
                recipe.constants().getOrDefault(call.text(), Collections.nCopies(spline.constants(), 0.0)));
        List<Piece> pieces = new ArrayList<>();
        for (int j = 0; j < spline.df(); j++) {
            int column = j;
            String suffix = spline.df() == 1 ? "" : Integer.toString(j + 1);
            pieces.add(new Piece(
                    suffix, call.text() + " column " + j, -1, (rows, i) -> basis.at(x.at(rows.frame(), i), column)));
        }
        return pieces;
    }

    /** From here on factors may have levels that the recipe does not know: all columns are 0 there. */
    void open() {
        closed = categorical.size();
    }

    /** Where the codes of a factor that {@link #pieces} was asked for stand. */
    int index(Expr expr) {
        return categoricalIndex(expr, recipe.levels().getOrDefault(expr.text(), List.of()));
    }

    /**
     * The frame with codes for all factors that {@link #pieces} was asked for so far.
     *
     * @throws GlmmException UNKNOWN_LEVEL for a level that the recipe does not know, unless the factor is open
     */
    CodedRows code(Frame frame) {
        int[][] codes = new int[categorical.size()][];
        for (int index = 0; index < codes.length; index++) {
            CategoricalTerm term = categorical.get(index);
            Factor factor = Factor.of(term.expr(), frame, compiler);
            boolean open = index >= closed;
            codes[index] = factor.recoded(factor.levels().stream()
                    .mapToInt(
                            level -> open ? term.positions().getOrDefault(level, CodedRows.NEW) : position(term, level))
                    .toArray());
        }
        return new CodedRows(frame, codes);
    }

    private static int position(CategoricalTerm term, String level) {
        Integer position = term.positions().get(level);
        if (position == null) {
            throw new GlmmException(
                    ErrorCode.UNKNOWN_LEVEL,
                    "'" + Excerpt.of(term.expr().text()) + "' has the level '" + Excerpt.of(level)
                            + "', which the model was not fitted with; known: "
                            + Excerpt.list(term.levels())
                            + "; filter these rows, or fit again with data that have it");
        }
        return position;
    }
}
