package org.glmmsql.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import org.glmmsql.design.ScoringDesign;
import org.glmmsql.design.ScoringResponse;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.Excerpt;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.Suggestion;
import org.glmmsql.family.Families;
import org.glmmsql.family.Family;
import org.glmmsql.family.Parameter;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.ModelTextParser;
import org.glmmsql.formula.Options;
import org.glmmsql.formula.PredictorPart;
import org.glmmsql.formula.RandomPart;
import org.glmmsql.frame.Column;
import org.glmmsql.random.RandomLaws;
import org.jspecify.annotations.Nullable;

/**
 * Predictions of a model for new rows, and their standard errors: of the mean of a response, of which a share may be 0 whatever the mean of
 * the others, or of one of its parts. Made once for a model; immutable, so any number of threads may use it.
 */
public final class Predictor {
    private static final String DISPERSION = Parameter.DISPERSION.name();

    private final FittedModel model;
    private final Family family;
    /** What its text says. */
    private final ModelSpec spec;
    /** By parameter, that of the mean first; empty for a model without estimates, which predicts NULL or is refused. */
    private final Map<String, PredictedPart> parts;
    /** How many there are in all parts. */
    private final int coefficients;
    /** Joint, of all that was estimated: its lower triangle. */
    private final double[][] covariance;
    /** What covariance matrices of random effects depend on. */
    private final List<CovarianceParameter> lawParameters;
    /** Of ordered categories; null for any other response, and for a model without estimates. */
    private final @Nullable CategoryPredictor categories;

    /** Null for a model without estimates. */
    private final @Nullable RowDistributions distributions;

    private final ScoringResponse response;

    private Predictor(FittedModel model) {
        this.model = model;
        family = Families.byName(model.family());
        spec = ModelTextParser.parse(model.modelText()).close(model.recipe().variables());
        parts = new LinkedHashMap<>();
        boolean estimated = model.status() == Status.OK;
        covariance = model.covariance();
        lawParameters = estimated ? CovarianceParameter.of(model) : List.of();
        int from = 0;
        for (Component component : estimated ? model.components() : List.<Component>of()) {
            boolean threshold = component.name().equals(Component.THRESHOLD);
            if (!threshold && spec.predictors().containsKey(component.parameter())
                    || !threshold && component.coefficients().size() == 1) {
                parts.put(component.parameter(), PredictedPart.of(model, spec, component, from));
            }
            from += component.kept().size();
        }
        coefficients = from;
        categories = estimated && family.ofCategories() ? new CategoryPredictor(model) : null;
        distributions = parts.isEmpty() ? null : new RowDistributions(model, spec, parts);
        response = ScoringResponse.of(spec, model.recipe());
    }

    /** @throws GlmmException NOT_A_MODEL if the parts of the model do not fit together */
    public static Predictor of(FittedModel model) {
        return new Predictor(model);
    }

    /** About as many bytes as the predictor holds beside the text of its model, generously. */
    public long bytes() {
        long squares = lawParameters.stream()
                .mapToLong(parameter -> parameter.above().stream()
                        .mapToLong(term -> 2L * Double.BYTES * term.sigma().length)
                        .sum())
                .sum();
        return model.bytes()
                + squares
                + spec.bytes()
                + parts.values().stream().mapToLong(PredictedPart::bytes).sum();
    }

    /** The columns of new rows, in the order of positional binding. */
    public List<String> variables(PredictOptions options) {
        Set<String> needed = new HashSet<>(model.recipe().variables());
        for (String parameter : asked(options)) {
            if (spec.predictors().containsKey(parameter)) {
                needed.addAll(ScoringDesign.variables(spec, parameter));
            }
        }
        return needed.size() == model.recipe().variables().size()
                ? model.recipe().variables()
                : spec.variables().stream().filter(needed::contains).toList();
    }

    /** The parameters whose columns are bound. */
    private List<String> asked(PredictOptions options) {
        List<String> names = new ArrayList<>(needed(options));
        if (options.interval() == PredictOptions.Interval.PREDICTION && parts.containsKey(DISPERSION)) {
            names.add(DISPERSION);
        }
        return names;
    }

    /** The parameters that a prediction takes part of. */
    private List<String> needed(PredictOptions options) {
        List<String> names = new ArrayList<>();
        switch (options.type()) {
            case LINK, CONDITIONAL -> names.add(RandomPart.MEAN);
            case ZERO -> names.add(Options.ZERO);
            case DISP -> names.add(DISPERSION);
            case RESPONSE, PROB, CLASS -> {
                names.add(RandomPart.MEAN);
                if (!family.modelsMeanOfResponse()) {
                    family.parameters().stream().skip(1).map(Parameter::name).forEach(names::add);
                }
                names.add(Options.ZERO);
            }
        }
        names.retainAll(parts.keySet());
        return names;
    }

    /**
     * Predictions for a number of rows, of the response the mean with its zeros of another kind; NaN for NULL: where a variable of the
     * linear predictors is NULL, or the level is new and the options say so, or the row cannot be estimated, because the fit dropped a
     * column that depended on others and the row breaks the relation.
     *
     * @throws GlmmException UNKNOWN_COLUMN, COLUMN_TYPE, NOT_FINITE, UNKNOWN_LEVEL; NOT_FITTED for a model without estimates, PREDICT for
     *     a new level or a row that cannot be estimated, if the options say so; PREDICT for a model that keeps no random effects;
     *     NOT_APPLICABLE for a part that the model has not
     */
    public double[] predict(List<Column> columns, int rows, PredictOptions options) {
        requireKind(options);
        boolean interval = options.interval() != PredictOptions.Interval.NONE;
        if (interval) {
            model.withInference();
        }
        if (interval && options.limit() == null) {
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "an interval has two ends, and " + PredictOptions.FUNCTION
                            + " gives one number; write limit = low in one call and limit = high in another, with interval = "
                            + options.interval().name().toLowerCase(Locale.ROOT));
        }
        if (interval) {
            requireModesOfMean(options);
        }
        if (categories != null) {
            return interval
                    ? categories.limits(columns, rows, options, errors(options))
                    : categories.predict(columns, rows, options);
        }
        return !interval
                ? each(columns, rows, options, Scoring::value)
                : each(columns, rows, options, limit(errors(options)));
    }

    /** How many standard errors an end of an interval is from its middle, negative for the lower one. */
    private double errors(PredictOptions options) {
        double quantile = Wald.quantile(Double.isNaN(options.confLevel()) ? model.confLevel() : options.confLevel());
        return options.limit() == PredictOptions.Limit.LOW ? -quantile : quantile;
    }

    private static RowValue limit(double errors) {
        return (scoring, i) -> scoring.limit(i, errors);
    }

    /**
     * Standard errors of the same predictions by the delta method: the root of d' V d + the conditional variance of the random effects
     * given the parameters, with V the joint covariance of the coefficients and d the derivatives by them, modes of random effects
     * following (Henderson's mixed model equations in a linear model).
     *
     * @throws GlmmException as predictions; PREDICT where modes follow coefficients by which the model does not keep their derivatives, or
     *     where it does not keep covariances of effects
     */
    public double[] standardErrors(List<Column> columns, int rows, PredictOptions options) {
        model.withInference();
        requireKind(options);
        if (categories != null) {
            return categories.standardErrors(columns, rows, options);
        }
        requireModesOfMean(options);
        return each(columns, rows, options, Scoring::standardError);
    }

    /** @throws GlmmException PREDICT where modes follow coefficients by which the model does not keep their derivatives */
    private void requireModesOfMean(PredictOptions options) {
        List<String> needed = needed(options);
        boolean meanAlone = needed.equals(List.of(RandomPart.MEAN));
        boolean random =
                needed.stream().anyMatch(parameter -> parts.get(parameter).isRandom());
        boolean followsAll =
                needed.stream().allMatch(parameter -> parts.get(parameter).followsAll());
        if (random && !meanAlone && !followsAll && options.re() == PredictOptions.Effects.ALL) {
            throw new GlmmException(
                    ErrorCode.PREDICT,
                    "the random effects follow the coefficients of all parts of a response, and the model keeps how they follow those of the"
                            + " mean; use re = none, or type = link or conditional"
                            + (parts.containsKey(Options.ZERO)
                                    ? ", or fit it again: an earlier version of glmm-sql did"
                                    : ""));
        }
    }

    /** @throws GlmmException NOT_APPLICABLE for what there is of another kind of response only; BAD_OPTION_VALUE for terms that are none */
    private void requireKind(PredictOptions options) {
        requireTerms(options);
        if (options.interval() == PredictOptions.Interval.PREDICTION) {
            requireNormal(options);
        }
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

    private void requireTerms(PredictOptions options) {
        List<String> known =
                model.terms().stream().map(RandomTerm::group).distinct().toList();
        for (String name : options.terms() == null ? List.<String>of() : options.terms()) {
            if (!known.contains(name)) {
                throw new GlmmException(
                        ErrorCode.BAD_OPTION_VALUE,
                        "option terms names '" + Excerpt.of(name) + "', which is no grouping factor of the model; "
                                + (known.isEmpty() ? "it has none: leave terms out" : Suggestion.among(name, known)));
            }
        }
    }

    /** A response is normal about its mean, and what of it is not known is added as variances. */
    private void requireNormal(PredictOptions options) {
        boolean normal = family.isNormal()
                && model.link().equals("identity")
                && model.residual() == null
                && model.terms().stream()
                        .allMatch(term -> !RandomLaws.byName(term.law()).dependsOnTheta());
        if (!normal) {
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "interval = prediction is of a normal response with the identity link, normal random effects and independent"
                            + " residuals; of this model take quantiles of draws, as in glmm_simulate(model, 'seed = 1, draw = 1, re = new', ...)");
        }
        boolean mean = options.type() == PredictOptions.Type.RESPONSE
                || options.type() == PredictOptions.Type.LINK
                || options.type() == PredictOptions.Type.CONDITIONAL;
        if (!mean || options.marginal()) {
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "interval = prediction is of a response; use it with type = response, without marginal");
        }
    }

    /** The most likely categories of a number of rows, null for NULL. @throws GlmmException as predictions; NOT_APPLICABLE for any other response */
    public @Nullable String[] classes(List<Column> columns, int rows, PredictOptions options) {
        if (!family.ofCategories()) {
            throw new GlmmException(
                    ErrorCode.NOT_APPLICABLE,
                    "glmm_predict_class is for ordered categories, and family " + model.family()
                            + " has none; use glmm_predict");
        }
        if (categories == null) {
            each(columns, rows, options, Scoring::value);
            return new String[rows];
        }
        return categories.classes(columns, rows, options);
    }

    /** Predictions with their derivatives by every estimate. @throws GlmmException as predictions; NOT_FITTED for a model without estimates */
    Derived derived(List<Column> columns, int rows, PredictOptions options) {
        requireKind(options);
        requireFitted();
        return categories != null ? categories.derived(columns, rows, options) : new Scoring(columns, rows, options);
    }

    /** @throws GlmmException NOT_FITTED */
    void requireFitted() {
        if (parts.isEmpty()) {
            throw new GlmmException(
                    ErrorCode.NOT_FITTED,
                    "the model predicts nothing, its status is " + model.status() + ": " + model.message());
        }
    }

    ModelSpec spec() {
        return spec;
    }

    /** Of a model with estimates. */
    RowDistributions distributions() {
        return Objects.requireNonNull(distributions);
    }

    ScoringResponse response() {
        return response;
    }

    boolean isFitted() {
        return !parts.isEmpty();
    }

    FittedModel model() {
        return model;
    }

    private double[] each(List<Column> columns, int rows, PredictOptions options, RowValue value) {
        double[] values = new double[rows];
        if (!parts.isEmpty()) {
            Scoring scoring = new Scoring(columns, rows, options);
            for (int i = 0; i < rows; i++) {
                values[i] = scoring.isKnown(i) ? value.at(scoring, i) : Double.NaN;
            }
            return values;
        }
        if (options.failed() == PredictOptions.Refusal.ERROR) {
            requireFitted();
        }
        Arrays.fill(values, Double.NaN);
        return values;
    }

    /** The same rows at other numbers of a law. */
    private record Nearby(CovarianceParameter parameter, Scoring above, Scoring below) {}

    private interface RowValue {
        double at(Scoring scoring, int row);
    }

    /** A number that is the same for all rows, and its standard error; of a parameter that has no linear predictor among the parts. */
    private record Constant(double value, double stdError) {}

    /** The share of zeros where it is held. */
    private Constant zero() {
        PredictorPart part = spec.options().predictors().get(Options.ZERO);
        return new Constant(part == null || part.held() == null ? 0 : part.held(), 0);
    }

    /** The dispersion where it is held, or is told as a residual variance. */
    private Constant dispersion() {
        PredictorPart part = spec.options().predictors().get(DISPERSION);
        if (part != null && part.held() != null) {
            return new Constant(part.held(), 0);
        }
        return model.varCorr().stream()
                .filter(v -> v.term1() == null)
                .findFirst()
                .map(v -> new Constant(v.variance(), 2 * v.sdOrCorr() * v.stdError()))
                .orElseThrow(() -> new GlmmException(
                        ErrorCode.NOT_APPLICABLE,
                        "family " + model.family()
                                + " has no dispersion to predict; leave type = disp out for the mean of the response"));
    }

    /** One call. */
    private final class Scoring implements Derived {
        private final PredictOptions.Type type;
        /** What is needed of the parts, by parameter. */
        private final Map<String, PredictedPart.Rows> scored = new LinkedHashMap<>();

        private final List<PredictedPart.Rows> all;
        private final double[] derivatives = new double[covariance.length];
        private final EffectSum effects = new EffectSum(model.randomEffects());
        /** What the one part is where no row has a say in it. */
        private final Constant constant;

        private final double[] predictors = new double[family.parameters().size()];
        private final double[] slopes = new double[predictors.length];

        /** Whether what a response adds to its mean counts as an error. */
        private final boolean prediction;

        private final boolean marginal;
        /** Of the parameters that the prediction depends on; set where there are derivatives. */
        private int[] places = {};
        /** Its variance, where it is modelled. */
        private final PredictedPart.@Nullable Rows residuals;
        /** The same rows at other covariance matrices of random effects; none unless a mean is over their laws. */
        private final List<Nearby> nearby = new ArrayList<>();

        Scoring(List<Column> columns, int rows, PredictOptions options) {
            this(columns, rows, options, model.terms());
            for (CovarianceParameter parameter : options.marginal() ? lawParameters : List.<CovarianceParameter>of()) {
                nearby.add(new Nearby(
                        parameter,
                        new Scoring(columns, rows, options, parameter.above()),
                        new Scoring(columns, rows, options, parameter.below())));
            }
            boolean follows = options.re() == PredictOptions.Effects.ALL
                    && needed(options).stream().map(parts::get).anyMatch(part -> part.isRandom() && part.followsAll());
            places = IntStream.concat(
                            follows
                                    ? IntStream.range(0, coefficients)
                                    : all.stream().flatMapToInt(part -> IntStream.range(part.from(), part.to())),
                            nearby.stream().mapToInt(one -> one.parameter().place()))
                    .toArray();
        }

        /** @param terms with the laws over which means are taken */
        private Scoring(List<Column> columns, int rows, PredictOptions options, List<RandomTerm> terms) {
            type = options.type();
            for (String parameter : needed(options)) {
                scored.put(parameter, parts.get(parameter).bind(columns, rows, options, terms));
            }
            all = List.copyOf(scored.values());
            prediction = options.interval() == PredictOptions.Interval.PREDICTION;
            PredictedPart spread = parts.get(DISPERSION);
            residuals = prediction && spread != null ? spread.bind(columns, rows, options, terms) : null;
            boolean held = type == PredictOptions.Type.DISP && all.isEmpty();
            constant = held ? dispersion() : zero();
            marginal = options.marginal();
            if (type == PredictOptions.Type.ZERO
                    && all.isEmpty()
                    && !spec.options().predictors().containsKey(Options.ZERO)) {
                throw new GlmmException(
                        ErrorCode.NOT_APPLICABLE,
                        "the model has no zeros of another kind; type = zero predicts their share where a model has zero = ~ terms");
            }
        }

        @Override
        public boolean isKnown(int i) {
            for (PredictedPart.Rows rows : all) {
                if (!rows.isKnown(i)) {
                    return false;
                }
            }
            return true;
        }

        @Override
        public double value(int i) {
            return switch (type) {
                case LINK -> all.get(0).eta(i);
                case CONDITIONAL, ZERO, DISP ->
                    all.isEmpty() ? constant.value() : all.get(0).value(i);
                case RESPONSE, PROB, CLASS -> mean(i) * share(i);
            };
        }

        /** The share of responses that are not zeros of another kind. */
        private double share(int i) {
            PredictedPart.Rows zero = scored.get(Options.ZERO);
            return 1 - constant.value() - (zero == null ? 0 : zero.value(i));
        }

        /** Of the responses that are not zeros of another kind. */
        private double mean(int i) {
            PredictedPart.Rows mean = all.get(0);
            return family.modelsMeanOfResponse() ? mean.value(i) : meanOrSlope(i, -1);
        }

        /** Its derivative by the predictor of a parameter. */
        private double slope(int i, int s) {
            return family.modelsMeanOfResponse() ? all.get(0).slope(i) : meanOrSlope(i, s);
        }

        /** @param s number of a parameter, -1 for the mean itself */
        private double meanOrSlope(int i, int s) {
            List<Parameter> parameters = family.parameters();
            for (int k = 1; k < predictors.length; k++) {
                PredictedPart.Rows rows = scored.get(parameters.get(k).name());
                PredictorPart part =
                        spec.options().predictors().get(parameters.get(k).name());
                predictors[k] = rows != null
                        ? rows.eta(i)
                        : parameters.get(k).eta(part != null && part.held() != null ? part.held() : Double.NaN);
            }
            return all.get(0)
                    .of(
                            eta -> {
                                predictors[0] = eta;
                                double mean = family.meanOfResponse(model.link(), predictors, slopes);
                                return s < 0 ? mean : slopes[s];
                            },
                            i);
        }

        /** @param errors how many standard errors from the prediction, negative for below it */
        double limit(int i, double errors) {
            boolean ofResponse = type == PredictOptions.Type.RESPONSE || type == PredictOptions.Type.PROB;
            boolean ofOnePredictor = all.size() == 1 && (!ofResponse || family.modelsMeanOfResponse());
            if (!ofOnePredictor || prediction || marginal) {
                return value(i) + errors * standardError(i);
            }
            PredictedPart.Rows one = all.get(0);
            // a link that falls, as the inverse, changes the ends
            double direction = type == PredictOptions.Type.LINK ? 1 : Math.signum(one.slope(i));
            clear();
            one.add(i, 1, derivatives, effects);
            double eta = one.eta(i) + direction * errors * Math.sqrt(variance());
            return type == PredictOptions.Type.LINK ? eta : one.parameter(eta) * (ofResponse ? share(i) : 1);
        }

        double standardError(int i) {
            if (all.isEmpty()) {
                return constant.stdError();
            }
            if (all.size() == 1 && nearby.isEmpty() && !prediction) {
                clear();
                all.get(0).add(i, 1, derivatives, effects);
                return Math.abs(slope(i)) * Math.sqrt(variance());
            }
            derive(i);
            double variance = variance();
            return Math.sqrt(prediction ? variance + varianceOfResponse(i) : variance);
        }

        @Override
        public void addGradient(int i, double times, double[] gradient) {
            derive(i);
            for (int j : places) {
                gradient[j] += times * derivatives[j];
            }
        }

        /** Of the prediction by the one predictor that it is a function of. */
        private double slope(int i) {
            return switch (type) {
                case LINK -> 1;
                case CONDITIONAL, ZERO, DISP -> all.get(0).slope(i);
                case RESPONSE, PROB, CLASS -> slope(i, 0) * share(i);
            };
        }

        /** What a response varies by about a mean that is known, with effects of levels that are not. */
        private double varianceOfResponse(int i) {
            return all.get(0).varianceOfOthers(i)
                    + (residuals == null ? dispersion().value() : residuals.value(i));
        }

        private void clear() {
            Arrays.fill(derivatives, 0);
            effects.clear();
        }

        /** Fills the derivatives of the prediction by what it depends on, and the effects that it has. */
        private void derive(int i) {
            clear();
            for (Nearby one : nearby) {
                derivatives[one.parameter().place()] =
                        (one.above().value(i) - one.below().value(i))
                                / (2 * one.parameter().step());
            }
            if (all.size() == 1) {
                all.get(0).add(i, slope(i), derivatives, effects);
                return;
            }
            double share = share(i);
            List<Parameter> parameters = family.parameters();
            for (int s = 0; s < parameters.size(); s++) {
                PredictedPart.Rows rows = scored.get(parameters.get(s).name());
                if (rows != null) {
                    rows.add(i, slope(i, s) * share, derivatives, effects);
                }
            }
            PredictedPart.Rows zero = scored.get(Options.ZERO);
            if (zero != null) {
                zero.add(i, -mean(i) * zero.slope(i), derivatives, effects);
            }
        }

        private double variance() {
            double variance = effects.variance();
            for (int j : places) {
                double sum = 0;
                for (int k : places) {
                    sum += covariance[Math.max(j, k)][Math.min(j, k)] * derivatives[k];
                }
                variance += derivatives[j] * sum;
            }
            return variance;
        }
    }
}
