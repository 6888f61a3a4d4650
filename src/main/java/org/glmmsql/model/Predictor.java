package org.glmmsql.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.family.Families;
import org.glmmsql.family.Family;
import org.glmmsql.family.Link;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.formula.Options;
import org.glmmsql.formula.PredictorPart;
import org.glmmsql.frame.Column;
import org.jspecify.annotations.Nullable;

/**
 * Predictions of a model for new rows, and their standard errors: of the linear predictor of the mean, or of the mean of a response, of
 * which a share may be 0 whatever the mean of the others. Made once for a model; immutable, so any number of threads may use it.
 */
public final class Predictor {
    private final FittedModel model;
    /** Null for a model without estimates, which predicts NULL or is refused. */
    private final @Nullable Part mean;
    /** Of the share of a response that is 0 whatever its mean; null for a model without. */
    private final @Nullable Part zero;
    /** The same where it is held; 0 where it is not. */
    private final double heldZero;

    /** A linear predictor of the mean of a response. @param from place of its first coefficient among those of all parts */
    private record Part(LinearPredictor predictor, Link link, List<RandomTerm> terms, int from) {}

    /** Of the coefficients of the parts. */
    private final double[][] covariance;

    /** Of ordered categories; null for any other response. */
    private final @Nullable CategoryPredictor categories;

    private Predictor(
            FittedModel model, @Nullable Part mean, @Nullable Part zero, double heldZero, double[][] covariance) {
        this.model = model;
        this.mean = mean;
        this.zero = zero;
        this.heldZero = heldZero;
        this.covariance = covariance;
        this.categories =
                mean != null && Families.byName(model.family()).ofCategories() ? new CategoryPredictor(model) : null;
    }

    /** @throws GlmmException NOT_A_MODEL if the parts of the model do not fit together */
    public static Predictor of(FittedModel model) {
        Part mean = null;
        Part zero = null;
        if (model.status() != Status.OK) {
            return new Predictor(model, null, null, 0, new double[0][]);
        }
        List<Integer> places = new ArrayList<>();
        int from = 0;
        for (Component component : model.components()) {
            int size = component.kept().size();
            if (component.name().equals(Component.COND)) {
                mean = part(model, component, Families.byName(model.family()).link(model.link()), places.size());
            } else if (component.parameter().equals(Options.ZERO)) {
                zero = part(model, component, Families.byName("binomial").link(component.link()), places.size());
            } else {
                size = 0;
            }
            IntStream.range(from, from + size).forEach(places::add);
            from += component.kept().size();
        }
        double[][] all = model.covarianceOfCoefficients();
        double[][] covariance = places.stream()
                .map(i -> places.stream().mapToDouble(j -> all[i][j]).toArray())
                .toArray(double[][]::new);
        PredictorPart held =
                ModelTextParser.parse(model.modelText()).options().predictors().get(Options.ZERO);
        return new Predictor(model, mean, zero, held == null || held.held() == null ? 0 : held.held(), covariance);
    }

    private static Part part(FittedModel model, Component component, Link link, int from) {
        List<RandomTerm> terms = model.terms().stream()
                .filter(term -> term.component().equals(component.name()))
                .toList();
        return new Part(new LinearPredictor(model, component), link, terms, from);
    }

    /** About as many bytes as the predictor holds beside the text of its model, generously. */
    public long bytes() {
        long squares = Double.BYTES * (long) covariance.length * covariance.length;
        return model.bytes()
                + squares
                + (mean == null ? 0 : mean.predictor().bytes())
                + (zero == null ? 0 : zero.predictor().bytes());
    }

    /** The columns of new rows, in the order of positional binding. */
    public List<String> variables() {
        return model.recipe().variables();
    }

    /**
     * Predictions for a number of rows, of the response the mean with its zeros of another kind; NaN for NULL: where a variable of the
     * linear predictors is NULL, or the level is new and the options say so, or the row cannot be estimated, because the fit dropped a
     * column that depended on others and the row breaks the relation.
     *
     * @throws GlmmException UNKNOWN_COLUMN, COLUMN_TYPE, NOT_FINITE, UNKNOWN_LEVEL; NOT_FITTED for a model without estimates, PREDICT for
     *     a new level or a row that cannot be estimated, if the options say so; PREDICT for a model that keeps no random effects
     */
    public double[] predict(List<Column> columns, int rows, PredictOptions options) {
        requireKind(options);
        if (categories != null) {
            return categories.predict(columns, rows, options);
        }
        return each(columns, rows, options, Scoring::mean);
    }

    /**
     * Standard errors of the same predictions by the delta method: the root of d' V d + the conditional variance of the random effects
     * given the parameters, with V the joint covariance of the coefficients and d the derivatives by them, modes of random effects
     * following. Conditional covariances between levels of different factors are not in it.
     *
     * @throws GlmmException as predictions; PREDICT where modes follow coefficients by which the model does not keep their derivatives
     */
    public double[] standardErrors(List<Column> columns, int rows, PredictOptions options) {
        requireKind(options);
        if (categories != null) {
            return categories.standardErrors(columns, rows, options);
        }
        boolean random = mean != null
                && zero != null
                && (mean.predictor().isRandom() || zero.predictor().isRandom());
        if (random && options.type() == PredictOptions.Type.RESPONSE && options.re() == PredictOptions.Effects.ALL) {
            throw new GlmmException(
                    ErrorCode.PREDICT,
                    "the random effects follow the coefficients of both parts of a response with zeros of another kind, and the model"
                            + " keeps how they follow one; use re = none, or type = link");
        }
        return each(columns, rows, options, Scoring::standardError);
    }

    /** @throws GlmmException NOT_APPLICABLE for what there is of another kind of response only */
    private void requireKind(PredictOptions options) {
        Family family = Families.byName(model.family());
        boolean probability =
                options.type() == PredictOptions.Type.PROB && !family.ofTrials() && !family.ofCategories();
        if (probability || options.level() != null && !family.ofCategories()) {
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "type = prob and level are for ordered categories" + (probability ? " and shares" : "")
                            + ", and family " + family.name() + " has "
                            + (family.ofTrials() ? "a success: leave level out" : "none; use type = response"));
        }
        if (options.type() == PredictOptions.Type.CLASS) {
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "a class is a text, and glmm_predict gives numbers; use "
                            + (family.ofCategories()
                                    ? "glmm_predict_class, or type = prob with a level"
                                    : "type = response, family " + family.name() + " has no ordered categories"));
        }
    }

    /** The most likely categories of a number of rows, null for NULL. @throws GlmmException as predictions; NOT_APPLICABLE for any other response */
    public @Nullable String[] classes(List<Column> columns, int rows, PredictOptions options) {
        if (!Families.byName(model.family()).ofCategories()) {
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "glmm_predict_class is for ordered categories, and family " + model.family()
                            + " has none; use glmm_predict");
        }
        if (categories == null) {
            each(columns, rows, options, Scoring::mean);
            return new String[rows];
        }
        return categories.classes(columns, rows, options);
    }

    private double[] each(List<Column> columns, int rows, PredictOptions options, RowValue value) {
        double[] values = new double[rows];
        if (mean != null) {
            Scoring scoring = new Scoring(mean, columns, rows, options);
            for (int i = 0; i < rows; i++) {
                values[i] = scoring.isKnown(i) ? value.at(scoring, i) : Double.NaN;
            }
            return values;
        }
        if (options.failed() == PredictOptions.Refusal.ERROR) {
            throw new GlmmException(
                    ErrorCode.NOT_FITTED,
                    "the model predicts nothing, its status is " + model.status() + ": " + model.message());
        }
        Arrays.fill(values, Double.NaN);
        return values;
    }

    private interface RowValue {
        double at(Scoring scoring, int row);
    }

    /** One part of the mean of a response, for the rows of one call. */
    private static final class Scored {
        private final Part part;
        private final LinearPredictor.Rows rows;
        private final @Nullable MarginalMean marginal;
        private final double[] derivative;

        Scored(Part part, List<Column> columns, int rows, PredictOptions options) {
            this.part = part;
            this.rows = part.predictor().bind(columns, rows, options);
            this.marginal = options.marginal() ? new MarginalMean(part.terms()) : null;
            this.derivative = new double[part.predictor().size()];
        }

        /** g(eta) of a row, or its mean over the laws of the random effects. */
        double of(DoubleUnaryOperator g, int i) {
            double eta = rows.eta(i);
            return marginal == null ? g.applyAsDouble(eta) : marginal.of(g, eta, rows.z(i));
        }

        double value(int i) {
            return of(part.link()::mu, i);
        }

        /** The derivative of the value by eta. */
        double slope(int i) {
            return of(part.link()::muEta, i);
        }

        /** What it adds to the derivatives by all coefficients, and to the conditional variance. @param slope of the prediction by its eta */
        double add(int i, double slope, double[] derivatives) {
            rows.derivative(i, derivative);
            for (int j = 0; j < derivative.length; j++) {
                derivatives[part.from() + j] = slope * derivative[j];
            }
            return slope * slope * rows.conditionalVariance(i);
        }
    }

    /** One call. */
    private final class Scoring {
        private final boolean ofResponse;
        private final Scored mean;
        /** Null where it is not asked for. */
        private final @Nullable Scored zero;

        private final double[] derivatives = new double[covariance.length];

        Scoring(Part part, List<Column> columns, int rows, PredictOptions options) {
            this.ofResponse = options.type() != PredictOptions.Type.LINK;
            this.mean = new Scored(part, columns, rows, options);
            this.zero = ofResponse && Predictor.this.zero != null
                    ? new Scored(Predictor.this.zero, columns, rows, options)
                    : null;
        }

        boolean isKnown(int i) {
            return mean.rows.isKnown(i) && (zero == null || zero.rows.isKnown(i));
        }

        /** The share of responses that are not 0 whatever their mean. */
        private double share(int i) {
            return 1 - heldZero - (zero == null ? 0 : zero.value(i));
        }

        double mean(int i) {
            return ofResponse ? mean.value(i) * share(i) : mean.rows.eta(i);
        }

        double standardError(int i) {
            double slope = ofResponse ? mean.slope(i) * (1 - heldZero) : 1;
            if (zero == null) {
                return Math.abs(slope) * Math.sqrt(variance(mean.add(i, 1, derivatives)));
            }
            double conditional = mean.add(i, mean.slope(i) * share(i), derivatives)
                    + zero.add(i, -mean.value(i) * zero.slope(i), derivatives);
            return Math.sqrt(variance(conditional));
        }

        private double variance(double conditional) {
            double variance = conditional;
            for (int j = 0; j < derivatives.length; j++) {
                variance += derivatives[j] * LinearPredictor.dot(covariance[j], derivatives);
            }
            return variance;
        }
    }
}
