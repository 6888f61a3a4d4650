package org.glmmsql.design;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.Expr;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.PredictorPart;
import org.glmmsql.formula.RandomPart;
import org.glmmsql.formula.Term;
import org.glmmsql.formula.Variables;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.Factor;
import org.glmmsql.frame.Frame;
import org.glmmsql.frame.RowFunction;

/** Codes new rows as those of the fit were. Compiled once for a model; immutable, so any number of threads may bind rows to it. */
public final class ScoringDesign {
    /** Of a level in a table of positions; the name is the model's. */
    private static final long POSITION_BYTES = 64;

    private final List<String> variables;
    private final List<RandomPart> parts;
    private final TermCoder coder;
    private final ModelMatrix fixed;
    private final List<ModelMatrix> random;
    private final List<Map<String, Integer>> levels;
    private final RowFunction offset;

    /** Slots of the variables of the linear predictor, grouping factors apart. */
    private final int[] predictors;

    private ScoringDesign(ModelSpec spec, Recipe recipe, List<List<String>> levels, String parameter) {
        PredictorPart predictor = Objects.requireNonNull(spec.predictors().get(parameter));
        this.variables =
                spec.scored().containsKey(parameter) ? recipe.variables() : RecipeLearner.variables(spec, parameter);
        this.parts = predictor.random();
        Set<String> names = new HashSet<>();
        addVariables(predictor.fixed().terms(), names);
        parts.forEach(part -> addVariables(part.columns().terms(), names));
        OffsetSum.of(spec, parameter).map(Variables::of).ifPresent(names::addAll);
        requireAll(names);
        parts.forEach(part -> requireAll(Variables.of(part.grouping())));
        this.predictors = names.stream().mapToInt(variables::indexOf).toArray();
        this.coder = new TermCoder(recipe, variables);
        ModelMatrix matrix = ModelMatrix.compile(predictor.fixed(), coder);
        this.fixed = spec.withoutIntercept(parameter) ? matrix.withoutIntercept() : matrix;
        ModelMatrix[] matrices = new ModelMatrix[parts.size()];
        for (int t = 0; t < matrices.length; t++) {
            if (!parts.get(t).structure().byPosition()) {
                matrices[t] = ModelMatrix.compile(parts.get(t).columns(), coder);
            }
        }
        // a position is new as a level of a grouping factor is
        coder.open();
        for (int t = 0; t < matrices.length; t++) {
            if (parts.get(t).structure().byPosition()) {
                matrices[t] = ModelMatrix.compile(parts.get(t).columns(), coder);
            }
        }
        this.random = List.of(matrices);
        this.levels = levels.stream().map(TermCoder::positions).toList();
        this.offset = OffsetSum.of(spec, parameter).map(this::checked).orElse((frame, row) -> 0);
    }

    /** Number of the factor that is the position of a term's effects, -1 if they have none. */
    private int position(RandomPart part) {
        return part.structure().byPosition()
                ? coder.index(part.columns().terms().get(0).factors().get(0))
                : -1;
    }

    /** A stored model may come from anybody. */
    private void requireAll(Set<String> names) {
        if (!variables.containsAll(names)) {
            throw new GlmmException(
                    ErrorCode.NOT_A_MODEL,
                    "the value is not a model of glmm_fit, its variables " + variables
                            + " are not those of its formula " + names);
        }
    }

    private static void addVariables(List<Term> terms, Set<String> names) {
        terms.forEach(term -> names.addAll(Variables.of(term.factors())));
    }

    private RowFunction checked(Expr expr) {
        RowFunction function = coder.compiler().compile(expr);
        return (frame, row) -> {
            double value = function.at(frame, row);
            if (!Double.isFinite(value)) {
                throw ModelMatrix.notFinite(expr.text(), List.of(expr), value, "", frame, row);
            }
            return value;
        };
    }

    /** The columns that the linear predictor of one parameter needs, in the order of the model text. */
    public static List<String> variables(ModelSpec model, String parameter) {
        return RecipeLearner.variables(model, parameter);
    }

    /** That of the mean. */
    public static ScoringDesign compile(ModelSpec model, Recipe recipe, List<List<String>> levels) {
        return compile(model, recipe, levels, PredictorDesign.MEAN);
    }

    /**
     * @param model as fitted
     * @param recipe what the fit took from its data
     * @param levels names of the levels of each random term of the parameter, in the order of the formula
     * @param parameter whose linear predictor is scored
     * @throws GlmmException NOT_A_MODEL for a recipe that is not of the model
     */
    public static ScoringDesign compile(ModelSpec model, Recipe recipe, List<List<String>> levels, String parameter) {
        return new ScoringDesign(model.close(recipe.variables()), recipe, levels, parameter);
    }

    /** About as many bytes as the compiled design holds, generously. */
    public long bytes() {
        long columns =
                fixed.size() + random.stream().mapToLong(ModelMatrix::size).sum();
        long known = levels.stream().mapToLong(Map::size).sum();
        return ModelMatrix.COLUMN_BYTES * columns + POSITION_BYTES * known + coder.bytes();
    }

    /** The columns to bind. */
    public List<String> variables() {
        return variables;
    }

    /** Names of all fixed-effects columns, those that the fit dropped included. */
    public List<String> fixedNames() {
        return fixed.names();
    }

    /**
     * Binds a number of new rows by name.
     *
     * @throws GlmmException UNKNOWN_COLUMN, COLUMN_TYPE, NOT_FINITE; UNKNOWN_LEVEL for a level of a fixed factor
     *     that the fit did not have
     */
    public ScoringRows bind(List<Column> columns, int rows) {
        Frame frame = Frame.all(variables, columns, rows);
        List<ScoringRows.Levels> found = new ArrayList<>();
        for (int t = 0; t < parts.size(); t++) {
            List<Expr> factors = parts.get(t).grouping();
            Factor grouping = factors.isEmpty()
                    ? Factor.one(rows)
                    : Factor.interaction(factors.stream()
                            .map(expr -> Factor.of(expr, frame, coder.compiler()))
                            .toList());
            Map<String, Integer> known = levels.get(t);
            int[] positions = grouping.levels().stream()
                    .mapToInt(name -> known.getOrDefault(name, -1))
                    .toArray();
            found.add(new ScoringRows.Levels(grouping, positions, position(parts.get(t))));
        }
        return new ScoringRows(coder.code(frame), predictors, fixed, random, offset, found);
    }
}
