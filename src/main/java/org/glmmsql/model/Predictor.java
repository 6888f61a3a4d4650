package org.glmmsql.model;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.glmmsql.design.DroppedColumn;
import org.glmmsql.design.ScoringDesign;
import org.glmmsql.design.ScoringRows;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.family.Families;
import org.glmmsql.family.Link;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.formula.Options;
import org.glmmsql.formula.PredictorPart;
import org.glmmsql.formula.RandomPart;
import org.glmmsql.frame.Column;
import org.jspecify.annotations.Nullable;

/**
 * Predictions of a model for new rows: eta = offset + x' beta + sum of z' b over the random terms, and their standard errors. Made once
 * for a model; immutable, so any number of threads may use it.
 */
public final class Predictor {
    private final FittedModel model;
    /** Null for a model without estimates, which predicts NULL or is refused. */
    private final @Nullable ScoringDesign design;

    private final Link link;
    private final double[] beta; // 0 for a dropped column
    private final int[] kept; // columns of x that have a row in vcov
    private final int[] dropped; // columns of x of those dropped whose dependence is known
    /** Of the share of a response that is 0 whatever its mean; null for a model without. */
    private final @Nullable Predictor zero;
    /** The same where it is held; 0 where it is not. */
    private final double heldZero;

    private Predictor(FittedModel model, @Nullable ScoringDesign design, Link link, @Nullable Predictor zero) {
        this.model = model;
        this.design = design;
        this.link = link;
        this.zero = zero;
        PredictorPart held = design == null
                ? null
                : ModelTextParser.parse(model.modelText())
                        .options()
                        .predictors()
                        .get(Options.ZERO);
        this.heldZero = held == null || held.held() == null ? 0 : held.held();
        double[] estimates =
                model.fixed().stream().mapToDouble(Coefficient::estimate).toArray();
        this.beta = Arrays.stream(estimates).map(b -> Double.isNaN(b) ? 0 : b).toArray();
        this.kept = IntStream.range(0, estimates.length)
                .filter(j -> !Double.isNaN(estimates[j]))
                .toArray();
        List<String> terms = model.fixed().stream().map(Coefficient::term).toList();
        this.dropped = model.dropped().stream()
                .mapToInt(column -> terms.indexOf(column.term()))
                .toArray();
    }

    /** @throws GlmmException NOT_A_MODEL if the parts of the model do not fit together */
    public static Predictor of(FittedModel model) {
        Link link = Families.byName(model.family()).link(model.link());
        if (model.status() != Status.OK) {
            return new Predictor(model, null, link, null);
        }
        Predictor zero = null;
        for (Component component : model.components()) {
            if (component.parameter().equals(Options.ZERO)) {
                Link share = Families.byName("binomial").link(component.link());
                zero = of(model.ofComponent(component), component.parameter(), share, null);
            }
        }
        return of(model, RandomPart.MEAN, link, zero);
    }

    private static Predictor of(FittedModel model, String parameter, Link link, @Nullable Predictor zero) {
        ModelSpec spec = ModelTextParser.parse(model.modelText());
        List<RandomPart> parts =
                Objects.requireNonNull(spec.scored().get(parameter)).random();
        List<RandomEffects> effects = model.effectsOfMean();
        List<List<String>> levels = effects.isEmpty()
                ? parts.stream().map(part -> List.<String>of()).toList()
                : effects.stream().map(RandomEffects::levels).toList();
        ScoringDesign design = ScoringDesign.compile(spec, model.recipe(), levels, parameter);
        Predictor predictor = new Predictor(model, design, link, zero);
        if (design.fixedNames().size() != predictor.beta.length
                || levels.size() != parts.size()
                || model.vcov().length != predictor.kept.length
                || IntStream.of(predictor.dropped).anyMatch(j -> j < 0)) {
            throw new GlmmException(
                    ErrorCode.NOT_A_MODEL,
                    "the estimates of the model do not fit its formula '" + model.formula()
                            + "'; pass the text as it was stored");
        }
        return predictor;
    }

    /** About as many bytes as the predictor holds beside the text of its model, generously. */
    public long bytes() {
        return model.bytes() + (design == null ? 0 : design.bytes());
    }

    /** The columns of new rows, in the order of positional binding. */
    public List<String> variables() {
        return model.recipe().variables();
    }

    /**
     * Predictions for a number of rows, of the response the mean with its zeros of another kind; NaN for NULL: where a variable of the linear predictor is NULL, or the level is new and the
     * options say so, or the row cannot be estimated, because the fit dropped a column that depended on others and the row breaks the
     * relation.
     *
     * @throws GlmmException UNKNOWN_COLUMN, COLUMN_TYPE, NOT_FINITE, UNKNOWN_LEVEL; NOT_FITTED for a model without estimates, PREDICT for
     *     a new level or a row that cannot be estimated, if the options say so; PREDICT for a model that keeps no random effects
     */
    public double[] predict(List<Column> columns, int rows, PredictOptions options) {
        double[] means = each(columns, rows, options, Scoring::mean);
        if (options.type() == PredictOptions.Type.RESPONSE) {
            double[] share = zero == null ? new double[rows] : zero.predict(columns, rows, options);
            for (int i = 0; i < rows; i++) {
                means[i] *= 1 - heldZero - share[i];
            }
        }
        return means;
    }

    /**
     * Standard errors of the same predictions: the root of (x + J'z)' V (x + J'z) + sum of z' C z, with V the covariance of the fixed
     * effects, J the derivatives of the modes by them, and C the conditional covariance of a level's effects given the parameters; on
     * the response scale by the delta method. Conditional covariances between levels of different factors are not in it.
     */
    public double[] standardErrors(List<Column> columns, int rows, PredictOptions options) {
        if (zero != null && options.type() == PredictOptions.Type.RESPONSE) {
            throw new GlmmException(
                    ErrorCode.PREDICT,
                    "the mean of a response with zeros of another kind is known with an error in both of its parts, and the model keeps"
                            + " the covariance of one; use type = link");
        }
        return each(columns, rows, options, Scoring::standardError);
    }

    private double[] each(List<Column> columns, int rows, PredictOptions options, RowValue value) {
        if (design != null) {
            return new Scoring(design.bind(columns, rows), options).each(value);
        }
        if (options.failed() == PredictOptions.Refusal.ERROR) {
            throw new GlmmException(
                    ErrorCode.NOT_FITTED,
                    "the model predicts nothing, its status is " + model.status() + ": " + model.message());
        }
        double[] nothing = new double[rows];
        Arrays.fill(nothing, Double.NaN);
        return nothing;
    }

    private interface RowValue {
        double at(Scoring scoring, int row);
    }

    /** One call: rows bound, and room for one row's x and z. */
    private final class Scoring {
        private final ScoringRows rows;
        private final PredictOptions options;
        private final List<RandomEffects> effects;
        private final double[] x = new double[beta.length];
        private final double[][] z;
        /** Of the linear predictor by the fixed effects kept, modes following them. */
        private final double[] derivative = new double[kept.length];

        private final @Nullable MarginalMean marginal;

        Scoring(ScoringRows rows, PredictOptions options) {
            this.rows = rows;
            this.options = options;
            boolean all = options.re() == PredictOptions.Effects.ALL;
            List<RandomEffects> kept = model.effectsOfMean();
            this.effects = all ? kept : List.of();
            this.marginal = options.marginal() ? new MarginalMean(kept) : null;
            this.z = kept.stream().map(e -> new double[e.terms().size()]).toArray(double[][]::new);
            if ((all || options.marginal())
                    && model.randomEffects().isEmpty()
                    && !model.groups().isEmpty()) {
                throw new GlmmException(
                        ErrorCode.PREDICT,
                        "the model keeps no random effects (ranef = false); predict with re = none and without marginal");
            }
        }

        double[] each(RowValue value) {
            double[] values = new double[rows.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = rows.isMissing(i) || isUnknown(i) || !isEstimable(i) ? Double.NaN : value.at(this, i);
            }
            return values;
        }

        /** Whether a level of row i is new and the answer is therefore NULL. */
        private boolean isUnknown(int i) {
            for (int t = 0; t < effects.size(); t++) {
                if (rows.level(t, i) < 0) {
                    switch (options.newLevels()) {
                        case NULL -> {
                            return true;
                        }
                        case ERROR ->
                            throw new GlmmException(
                                    ErrorCode.PREDICT,
                                    (rows.isNewPosition(t, i) ? "the position of a row in " : "")
                                            + "the level '" + rows.levelName(t, i) + "' of "
                                            + effects.get(t).group()
                                            + " is not in the model; use new_levels = "
                                            + PredictOptions.NewLevels.POPULATION
                                                    .name()
                                                    .toLowerCase(Locale.ROOT));
                        case POPULATION -> {}
                    }
                }
            }
            return false;
        }

        /** Whether the prediction of row i is the same whichever of the dependent columns was dropped. */
        private boolean isEstimable(int i) {
            if (dropped.length == 0) {
                return true;
            }
            rows.fixed(i, x);
            for (int d = 0; d < dropped.length; d++) {
                DroppedColumn column = model.dropped().get(d);
                double found = x[dropped[d]];
                if (!column.holds(found, x, kept)) {
                    if (options.nonestimable() == PredictOptions.Refusal.ERROR) {
                        throw new GlmmException(
                                ErrorCode.PREDICT,
                                "a row with " + column.term() + " = " + found
                                        + " cannot be estimated: the rows of the fit did not tell this column from others, so it was"
                                        + " dropped, and the prediction would depend on which one was; leave such rows out, or use"
                                        + " nonestimable = null");
                    }
                    return false;
                }
            }
            return true;
        }

        double mean(int i) {
            double eta = eta(i);
            return options.type() == PredictOptions.Type.LINK ? eta : average(link::mu, i, eta);
        }

        /** g(eta), or its mean over the laws of the random effects. */
        private double average(DoubleUnaryOperator g, int i, double eta) {
            if (marginal == null) {
                return g.applyAsDouble(eta);
            }
            for (int t = 0; t < z.length; t++) {
                if (rows.isNewPosition(t, i)) {
                    throw new GlmmException(
                            ErrorCode.PREDICT,
                            "a row has a position that no row of the fit had, so that the model has no law of its effect to average"
                                    + " over; leave such rows out, or predict without marginal");
                }
                rows.random(t, i, z[t]);
            }
            return marginal.of(g, eta, z);
        }

        private double eta(int i) {
            rows.fixed(i, x);
            double eta = rows.offset(i) + dot(x, beta);
            for (int t = 0; t < effects.size(); t++) {
                int level = rows.level(t, i);
                if (level >= 0) {
                    rows.random(t, i, z[t]);
                    eta += dot(z[t], effects.get(t).modes()[level]);
                }
            }
            return eta;
        }

        private void addSlopes(double[] coefficients, double[] slopes) {
            for (int c = 0; c < coefficients.length; c++) {
                for (int j = 0; j < derivative.length; j++) {
                    derivative[j] += coefficients[c] * slopes[c * derivative.length + j];
                }
            }
        }

        double standardError(int i) {
            double slope = options.type() == PredictOptions.Type.LINK ? 1 : Math.abs(average(link::muEta, i, eta(i)));
            rows.fixed(i, x);
            for (int j = 0; j < kept.length; j++) {
                derivative[j] = x[kept[j]];
            }
            double variance = 0;
            for (int t = 0; t < effects.size(); t++) {
                int level = rows.level(t, i);
                if (level >= 0) {
                    rows.random(t, i, z[t]);
                    variance += quadraticForm(z[t], effects.get(t).covariances()[level]);
                    addSlopes(z[t], effects.get(t).slopes()[level]);
                }
            }
            for (int j = 0; j < kept.length; j++) {
                variance += derivative[j] * dot(model.vcov()[j], derivative);
            }
            return slope * Math.sqrt(variance);
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    /** z' C z. @param triangle the lower triangle of C by rows */
    private static double quadraticForm(double[] z, double[] triangle) {
        double sum = 0;
        for (int i = 0, at = 0; i < z.length; i++) {
            for (int j = 0; j <= i; j++, at++) {
                sum += (i == j ? 1 : 2) * z[i] * z[j] * triangle[at];
            }
        }
        return sum;
    }
}
