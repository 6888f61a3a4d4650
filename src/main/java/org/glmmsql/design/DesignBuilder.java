package org.glmmsql.design;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.glmmsql.formula.Expr;
import org.glmmsql.formula.FixedPart;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.Options;
import org.glmmsql.formula.RandomPart;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.Factor;
import org.glmmsql.frame.Frame;
import org.jspecify.annotations.Nullable;

/** Columns and a model to the numbers of a fit. */
public final class DesignBuilder {
    private final ModelSpec spec;
    private final Frame frame;
    private final TermCoder coder;
    private final ResponseBuilder values;
    private final Map<String, double[]> sharedColumns = new HashMap<>();
    private final Map<String, Factor> groupings = new HashMap<>();

    private final Runnable cancellation;

    private DesignBuilder(ModelSpec spec, Frame frame, Recipe recipe, Runnable cancellation) {
        this.cancellation = cancellation;
        this.spec = spec;
        this.frame = frame;
        this.coder = new TermCoder(recipe, frame.variables());
        this.values = new ResponseBuilder(frame, coder.compiler(), spec.options());
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
        Frame frame = Frame.complete(spec.variables(), columns, spec.options().naFail());
        cancellation.run();
        Recipe recipe = RecipeLearner.learn(spec, frame);
        cancellation.run();
        return new DesignBuilder(spec, frame, recipe, cancellation).build(recipe);
    }

    private Design build(Recipe recipe) {
        Options options = spec.options();
        ModelMatrix fixed = ModelMatrix.compile(spec.formula().fixed(), coder);
        List<ModelMatrix> random = spec.formula().random().stream()
                .map(part -> ModelMatrix.compile(part.columns(), coder))
                .toList();
        @Nullable
        ModelMatrix dispersion = options.dispersion() == null ? null : ModelMatrix.compile(options.dispersion(), coder);
        coder.requireContrasted(options.contrasts().keySet());
        CodedRows rows = coder.code(frame);
        List<RandomDesign> randomDesigns = new ArrayList<>();
        for (int t = 0; t < random.size(); t++) {
            randomDesigns.add(randomDesign(spec.formula().random().get(t), random.get(t), rows));
        }
        return new Design(
                frame.size(),
                frame.dropped(),
                values.build(spec.formula().response()),
                options.weights() == null ? null : values.numbers(new Expr.Variable(options.weights())),
                offset(),
                fullRank(spec.formula().fixed(), fixed, rows),
                dispersion == null || options.dispersion() == null
                        ? null
                        : fullRank(options.dispersion(), dispersion, rows),
                List.copyOf(randomDesigns),
                recipe);
    }

    private FixedDesign fullRank(FixedPart part, ModelMatrix matrix, CodedRows rows) {
        double[][] columns = matrix.columns(rows, sharedColumns, cancellation);
        List<String> names = matrix.names();
        BitSet dependent = DependentColumns.find(columns, frame.size(), part.intercept(), cancellation);
        int[] kept = IntStream.range(0, columns.length)
                .filter(j -> !dependent.get(j))
                .toArray();
        return new FixedDesign(
                IntStream.of(kept).mapToObj(names::get).toList(),
                IntStream.of(kept).mapToObj(j -> columns[j]).toArray(double[][]::new),
                names);
    }

    private RandomDesign randomDesign(RandomPart part, ModelMatrix matrix, CodedRows rows) {
        Factor grouping = groupings.computeIfAbsent(part.group(), group -> grouping(part));
        Map<String, String> laws = spec.options().random();
        return new RandomDesign(
                part.group(),
                grouping.levels(),
                grouping.codes(),
                matrix.names(),
                matrix.columns(rows, sharedColumns, cancellation),
                part.covariance(),
                laws.getOrDefault(part.group(), laws.getOrDefault("", "normal")));
    }

    private Factor grouping(RandomPart part) {
        return Factor.interaction(part.grouping().stream()
                .map(expr -> FactorLevels.ordered(expr, Factor.of(expr, frame, coder.compiler()), spec.options()))
                .toList());
    }

    /** The sum of all offsets, or null. */
    private double @Nullable [] offset() {
        return OffsetSum.of(spec).map(values::numbers).orElse(null);
    }
}
