package org.glmmsql.design;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.glmmsql.formula.Expr;
import org.glmmsql.formula.FixedPart;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.Options;
import org.glmmsql.formula.PredictorPart;
import org.glmmsql.formula.RandomPart;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.Factor;
import org.glmmsql.frame.Frame;

/** Columns and a model to the numbers of a fit. */
public final class DesignBuilder {
    private final ModelSpec spec;
    private final Frame frame;
    private final TermCoder coder;
    private final ResponseBuilder values;
    private final Map<String, double[]> sharedColumns = new HashMap<>();
    private final Map<String, Factor> groupings = new HashMap<>();

    private final Vanished vanished;
    private final Runnable cancellation;

    private DesignBuilder(ModelSpec spec, Frame frame, Recipe recipe, Vanished vanished, Runnable cancellation) {
        this.cancellation = cancellation;
        this.vanished = vanished;
        this.spec = spec;
        this.frame = frame;
        this.coder = new TermCoder(recipe, frame.variables());
        this.values = new ResponseBuilder(frame, coder.compiler(), spec.options(), vanished);
    }

    /**
     * Binds columns by name: exactly, or else ignoring case where that is unambiguous. Rows with NULL in a used column are dropped and
     * counted; if none is left the design has n = 0. A numeric column becomes a column of X without a copy.
     *
     * @throws org.glmmsql.error.GlmmException UNKNOWN_COLUMN, COLUMN_TYPE, NOT_FINITE, UNKNOWN_LEVEL, MISSING_VALUES, RESPONSE_TYPE, MEMORY
     */
    public static Design build(ModelSpec model, List<Column> columns) {
        return build(model, columns, () -> {});
    }

    /** @param cancellation throws to stop the work; called between passes over the rows */
    public static Design build(ModelSpec model, List<Column> columns, Runnable cancellation) {
        ModelSpec spec = model.close(columns.stream().map(Column::name).toList());
        Frame complete =
                Frame.complete(spec.variables(), columns, spec.options().naFail());
        cancellation.run();
        Frame frame = complete.without(WeightlessRows.of(spec, complete));
        frame.requireFinite();
        cancellation.run();
        Vanished vanished = new Vanished();
        Recipe recipe = RecipeLearner.learn(spec, frame, complete, vanished);
        cancellation.run();
        return new DesignBuilder(spec, frame, recipe, vanished, cancellation).build(recipe);
    }

    /** What a scoring call of a model needs to know where there is nothing to predict from: its variables. */
    public static Recipe withoutData(ModelSpec spec) {
        return new Recipe(RecipeLearner.variables(spec), Map.of(), Map.of(), Map.of());
    }

    private Design build(Recipe recipe) {
        Options options = spec.options();
        List<RandomPart> parts = spec.random();
        ModelMatrix fixed = ModelMatrix.compile(spec.formula().fixed(), coder);
        List<ModelMatrix> random = parts.stream()
                .map(part -> ModelMatrix.compile(part.columns(), coder))
                .toList();
        Map<String, ModelMatrix> others = new LinkedHashMap<>();
        options.predictors()
                .forEach((parameter, part) -> others.put(parameter, ModelMatrix.compile(part.fixed(), coder)));
        coder.requireContrasted(options.contrasts().keySet());
        CodedRows rows = coder.code(frame);
        List<RandomDesign> randomDesigns = new ArrayList<>();
        for (int t = 0; t < random.size(); t++) {
            randomDesigns.add(randomDesign(parts.get(t), random.get(t), rows, recipe));
        }
        vanished.terms(fixed, "", recipe.levels());
        for (int t = 0; t < random.size(); t++) {
            vanished.terms(random.get(t), " of group " + parts.get(t).group(), recipe.levels());
        }
        others.forEach((parameter, matrix) -> vanished.terms(matrix, " of the " + parameter, recipe.levels()));
        FixedDesign x = fullRank(spec.formula().fixed(), fixed, rows);
        vanished.columns(x, "");
        List<PredictorDesign> predictors = new ArrayList<>();
        predictors.add(new PredictorDesign(
                PredictorDesign.MEAN, OffsetSum.of(spec).map(values::numbers).orElse(null), x));
        others.forEach((parameter, matrix) -> predictors.add(predictor(parameter, matrix, rows)));
        Response response = values.build(spec.formula().response());
        return new Design(
                frame.size(),
                frame.dropped(),
                response,
                options.weights() == null ? null : values.numbers(new Expr.Variable(options.weights())),
                List.copyOf(predictors),
                List.copyOf(randomDesigns),
                ResidualBuilder.build(options, frame, coder.compiler()),
                recipe.with(response.levels(), options.ofCategories()),
                GridLearner.learn(spec, coder, rows, cancellation),
                vanished.notes());
    }

    private PredictorDesign predictor(String parameter, ModelMatrix matrix, CodedRows rows) {
        PredictorPart part = Objects.requireNonNull(spec.options().predictors().get(parameter));
        if (part.held() != null) {
            return PredictorDesign.held(parameter, part.held());
        }
        FixedDesign fixed = fullRank(part.fixed(), matrix, rows);
        vanished.columns(fixed, " of the " + parameter);
        double[] offset =
                OffsetSum.of(part.fixed().offsets()).map(values::numbers).orElse(null);
        return new PredictorDesign(parameter, offset, fixed);
    }

    private FixedDesign fullRank(FixedPart part, ModelMatrix matrix, CodedRows rows) {
        double[][] columns = matrix.columns(rows, sharedColumns, cancellation);
        return DependentColumns.reduce(columns, matrix.names(), frame.size(), part.intercept(), cancellation);
    }

    private RandomDesign randomDesign(RandomPart part, ModelMatrix matrix, CodedRows rows, Recipe recipe) {
        Factor grouping = groupings.computeIfAbsent(part.group(), group -> grouping(part));
        List<String> effects = Positions.names(part, matrix.names(), recipe);
        part.structure().check(effects);
        return new RandomDesign(
                part.group(),
                grouping.levels(),
                grouping.codes(),
                effects,
                matrix.columns(rows, sharedColumns, cancellation),
                part.label(),
                Positions.structure(part, recipe),
                part.parameter().equals(RandomPart.MEAN) ? spec.options().law(part.group()) : "normal",
                part.parameter());
    }

    private Factor grouping(RandomPart part) {
        if (part.grouping().isEmpty()) {
            return Factor.one(frame.size());
        }
        return Factor.interaction(part.grouping().stream()
                .map(expr -> FactorLevels.ordered(expr, Factor.of(expr, frame, coder.compiler()), spec.options()))
                .toList());
    }
}
