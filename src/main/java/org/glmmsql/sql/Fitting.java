package org.glmmsql.sql;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import org.glmmsql.design.DesignBuilder;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.InvalidDataException;
import org.glmmsql.fit.Control;
import org.glmmsql.fit.GlmmFitter;
import org.glmmsql.formula.Method;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.frame.Column;
import org.glmmsql.frame.Frame;
import org.glmmsql.frame.MemoryBudget;
import org.glmmsql.frame.NumericColumn;
import org.glmmsql.function.Binding;
import org.glmmsql.function.GroupFunction;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelJson;

/** One call of {@code glmm_fit}: from a model text and columns to the text of a model. What every engine calls; immutable. */
public final class Fitting implements GroupFunction {
    /**
     * The models fitted last, because engines evaluate one expression more than once: H2 evaluates the arguments of a table function
     * when it prepares a statement and again when it runs it; DuckDB repeats an expression of the WHERE clause.
     */
    private static final RecentValues<Key, String> RECENT = new RecentValues<>(
            Math.min(Runtime.getRuntime().maxMemory() / 16, 128L << 20),
            (key, model) -> RecentValues.bytes(key.modelText) + RecentValues.bytes(model));

    /** What texts were parsed to lately: with a model for every group, parsing the one text is a good part of the work. */
    private static final RecentValues<String, ModelSpec> PARSED =
            new RecentValues<>(4 << 20, (text, spec) -> RecentValues.bytes(text) + spec.bytes());

    private static final long ORDER_BYTES = 24;

    private static final LongAdder FITS = new LongAdder();

    private record Key(String function, String modelText, DataDigest data) {}

    private static final RowsUse FIT = new RowsUse("glmm_fit", GlmmFitter::check, Fitting::model);

    private final ModelSpec spec;
    private final RowsUse use;

    private Fitting(ModelSpec spec, RowsUse use) {
        this.spec = spec;
        this.use = use;
    }

    /** @throws GlmmException for a text that is not a model */
    public static Fitting of(String modelText) {
        return of(modelText, FIT);
    }

    /** A call of another function of the same arguments. */
    static Fitting of(String modelText, RowsUse use) {
        return new Fitting(parsed(modelText), use);
    }

    /**
     * A call of {@code hglm_fit}: HL(1,1) unless the text says otherwise, the method of Lee and Nelder that serves binary responses too
     * (docs/design/hglm.md).
     *
     * @throws GlmmException for a text that is not a model
     */
    public static Fitting hierarchical(String modelText) {
        return new Fitting(parsed(modelText).withDefaultMethod(Method.HL11), FIT);
    }

    private static ModelSpec parsed(String modelText) {
        ModelSpec known = PARSED.get(modelText);
        if (known == null) {
            known = ModelTextParser.parse(modelText);
            PARSED.put(modelText, known);
        }
        return known;
    }

    @Override
    public String function() {
        return use.function();
    }

    @Override
    public List<String> variables() {
        return spec.variables();
    }

    @Override
    public Binding byPosition(int columns) {
        if (spec.isOpen()) {
            throw new GlmmException(
                    ErrorCode.COLUMN_COUNT,
                    "the formula has a '.', which stands for columns by name, and these columns have no names; write them out");
        }
        if (columns != spec.variables().size()) {
            GlmmFitter.check(spec); // a column may be missing because the text is wrong, which says more
        }
        return GroupFunction.super.byPosition(columns);
    }

    @Override
    public Binding byName(List<String> names) {
        return new Fitting(spec.close(names), use).boundByName(names);
    }

    private Binding boundByName(List<String> names) {
        return GroupFunction.super.byName(names);
    }

    @Override
    public void check(List<String> names) {
        use.check().accept(spec.close(names));
    }

    /**
     * Fits, or remembers having fitted the same model to the same rows a moment ago.
     *
     * @param columns those of a binding, with its names
     * @param cancellation throws to stop the fit; called often, by several threads
     * @param threads to use at most; no number depends on it
     * @return the model as JSON text
     * @throws GlmmException for a wrong call
     */
    public String fit(List<Column> columns, Runnable cancellation, int threads) {
        Key key = new Key(use.function(), spec.text(), DataDigest.of(columns));
        String known = RECENT.get(key);
        if (known != null) {
            return known;
        }
        // the columns once more in the order of the fit; ones, codes of groups and the order itself
        MemoryBudget.require(
                bytes(columns) + ORDER_BYTES * columns.get(0).size(),
                columns.get(0).size());
        ModelSpec closed = spec.close(columns.stream().map(Column::name).toList());
        use.check().accept(closed);
        String model = use.value().of(closed, columns, new Control(cancellation, threads));
        FITS.increment();
        RECENT.put(key, model);
        return model;
    }

    @Override
    public String value(List<Column> columns, Runnable cancellation, int threads) {
        return fit(columns, cancellation, threads);
    }

    /** The fit, or what the rows hold that makes one impossible: one group among many must not cost the others their models. */
    private static String model(ModelSpec spec, List<Column> columns, Control control) {
        try {
            return ModelJson.write(
                    GlmmFitter.fit(spec, DesignBuilder.build(spec, columns, control.cancellation()), control));
        } catch (InvalidDataException reason) {
            return ModelJson.write(invalid(spec, columns, reason));
        }
    }

    /** The model of rows that hold what makes one impossible. @throws InvalidDataException if the model text says so */
    static FittedModel invalid(ModelSpec spec, List<Column> columns, InvalidDataException reason) {
        if (spec.options().failOnError()) {
            throw reason;
        }
        Frame complete = Frame.complete(spec.variables(), columns, false);
        return GlmmFitter.invalid(spec, complete.size(), complete.dropped(), DesignBuilder.withoutData(spec), reason);
    }

    /** Makes the next call of {@link #fit} a real one. */
    public static void forget() {
        RECENT.clear();
    }

    /** Fits done in this process, without those remembered. */
    public static long count() {
        return FITS.sum();
    }

    private static long bytes(List<Column> columns) {
        return columns.stream()
                .mapToLong(c -> (long) c.size() * (c instanceof NumericColumn ? Double.BYTES : Integer.BYTES))
                .sum();
    }
}
