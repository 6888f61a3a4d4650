package org.glmmsql.fit;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.glmmsql.design.Design;
import org.glmmsql.design.PredictorDesign;
import org.glmmsql.design.RandomDesign;
import org.glmmsql.design.Recipe;
import org.glmmsql.design.Response;
import org.glmmsql.design.RowSubset;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.error.InvalidDataException;
import org.glmmsql.family.Family;
import org.glmmsql.family.Parameter;
import org.glmmsql.formula.Conf;
import org.glmmsql.formula.Expr;
import org.glmmsql.formula.Method;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.Options;
import org.glmmsql.formula.RobustVcov;
import org.glmmsql.likelihood.ClusterScores;
import org.glmmsql.likelihood.CorrelatedLikelihood;
import org.glmmsql.likelihood.ModelDataBuilder;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.Status;
import org.glmmsql.optimize.Minimizer;
import org.jspecify.annotations.Nullable;

/** Fits a model to a design: the one entrance to the statistics. */
public final class GlmmFitter {
    /** Twice the log-likelihood that may be missing at the end. */
    private static final double TOLERANCE = 1e-9;

    private static final int MAX_ITERATIONS = 500;
    /** A standard error of a scaled column that calls for a look. */
    private static final double VAGUE = 3;

    private GlmmFitter() {}

    /**
     * @return the model; a fit that cannot be had from these data is a model with a status other than OK
     * @throws GlmmException for a wrong call (family, link, law, response range, options that do not go together)
     */
    public static FittedModel fit(ModelSpec spec, Design given, Control control) {
        FittedModel model = fit(spec, given, control, GlmmFitter::withLimits);
        return spec.options().minimal() ? model.minimal() : model;
    }

    /** What is made of a fit that ended well, as long as all of it is at hand. */
    interface Afterwards {
        FittedModel of(FittedModel model, Design design, Likelihoods likelihoods, Estimates estimates);
    }

    static FittedModel fit(ModelSpec spec, Design given, Control control, Afterwards afterwards) {
        Options options = spec.options();
        ModelKind kind = ModelKind.of(spec);
        kind.check();
        kind.check(given);
        Family family = kind.family();
        if (given.n() == 0) return new ModelAssembler(spec, given, kind).failed(Status.NO_DATA, noData(spec, given));
        double[] priorWeights = family.priorWeights(given.response(), given.weights());
        Family.Taken taken = family.taken(given.response(), priorWeights);
        Design design = given.with(taken.response(), taken.note());
        PredictorDesign dispersion = family.hasDispersion() ? design.predictor(Parameter.DISPERSION.name()) : null;
        double[] weights = PriorDispersion.weights(priorWeights, dispersion == null ? null : dispersion.offset());
        ModelAssembler assembler = new ModelAssembler(spec, design, kind);
        FittedModel impossible = impossible(design, family, weights, assembler);
        if (impossible != null) return impossible;
        checkParameters(design, family, priorWeights);
        ModelDataBuilder.Built built =
                ModelDataBuilder.build(design, family, kind.link(), weights, control.cancellation());
        if (kind.formsComponents()) CorrelatedLikelihood.requireComponents(built.data());
        control.cancellation().run();
        String few = ResidualIdentification.problem(built.data(), design);
        if (few != null) return assembler.failed(Status.NOT_IDENTIFIED, few);
        String confounded = RandomIdentification.problem(built.data(), design, kind, control.cancellation());
        if (confounded != null) return assembler.failed(Status.NOT_IDENTIFIED, confounded);
        Minimizer minimizer = new Minimizer(
                options.tolerance() == null ? TOLERANCE : options.tolerance(),
                options.maxIterations() == null ? MAX_ITERATIONS : options.maxIterations());
        Start start = new Start(built.data(), family, family.link(kind.link()));
        PerfectFit perfect =
                new PerfectFit(built.data(), design, family, family.link(kind.link()), control.cancellation());
        String exact = perfect.beforeFit(start.sigma * start.sigma);
        if (exact != null) return assembler.failed(Status.PERFECT_FIT, exact);
        control.cancellation().run();
        Estimation estimation = new Estimation(built.data(), minimizer);
        if (options.threads() != null) control = new Control(control.cancellation(), options.threads());
        Estimates estimates = estimate(spec, kind, built, estimation, start, control);
        exact = perfect.atEndOf(estimates);
        if (exact != null) return assembler.failed(Status.PERFECT_FIT, exact);
        FittedModel model =
                assembler.fitted(built, robust(spec, kind, built, estimates, control), control.cancellation());
        boolean suspicious = family.separable(kind.link())
                && suspicious(estimates, built.data().p());
        if (suspicious && family.ofCategories()) {
            String columns = CategorySeparation.problem(design, weights, control.cancellation());
            if (columns != null) return assembler.failed(Status.SEPARATION, columns);
        } else if (suspicious) {
            BitSet separated = Separation.rows(family, design, weights, control.cancellation());
            if (!separated.isEmpty()) return separated(spec, design, control, assembler, separated);
        }
        String groups = GroupSeparation.complete(built.data(), design, kind, estimates);
        if (groups != null) return assembler.failed(Status.SEPARATION, groups);
        FittedModel judged =
                new Soundness(design, built.data(), kind, family.link(kind.link()), control).judge(model, estimates);
        return judged.status() == Status.OK
                ? afterwards.of(judged, design, new Likelihoods(kind, built, control), estimates)
                : judged;
    }

    /** With the limits that conf asks for. */
    private static FittedModel withLimits(
            FittedModel model, Design design, Likelihoods likelihoods, Estimates estimates) {
        ModelKind kind = likelihoods.kind();
        Conf.Kind conf = kind.options().conf().kind();
        if (conf == Conf.Kind.WALD) return model;
        ToldNumbers numbers = new ToldNumbers(model, design, likelihoods, estimates);
        return conf == Conf.Kind.PROFILE
                ? new ProfileIntervals(numbers, likelihoods, estimates).model()
                : Bootstrap.of(numbers, design, likelihoods, estimates).model();
    }

    /** @throws InvalidDataException RESPONSE_RANGE if the responses say nothing about a parameter that is to be estimated */
    private static void checkParameters(Design design, Family family, double[] weights) {
        for (Parameter parameter : family.parameters()) {
            PredictorDesign given = design.predictor(parameter.name());
            if (given != null && given.held() != null) continue;
            String reason = family.unknown(parameter, design.response().y(), weights);
            if (reason != null)
                throw new InvalidDataException(
                        ErrorCode.RESPONSE_RANGE,
                        "response '" + design.response().name() + "' " + reason);
        }
    }

    /** A model without estimates if the design can have none. */
    private static @Nullable FittedModel impossible(
            Design design, Family family, double[] weights, ModelAssembler assembler) {
        String constant = ResponseVariation.problem(family, design, weights);
        if (constant != null) return assembler.failed(Status.CONSTANT_RESPONSE, constant);
        for (RandomDesign term : design.random()) {
            // the effects at the positions of one level have a variance among them
            boolean field = term.structure().byPosition() && !term.structure().ownScales() && term.q() > 1;
            if (term.m() < 2 && !field)
                return assembler.failed(
                        Status.TOO_FEW_GROUPS,
                        "grouping factor '" + term.group() + "' has one level ('"
                                + term.levels().get(0)
                                + "'): a variance between levels cannot be estimated; leave the term out");
        }
        if (design.fixed().p() >= design.n())
            return assembler.failed(
                    Status.NOT_IDENTIFIED,
                    design.fixed().p() + " fixed effects and " + design.n()
                            + " rows: leave terms out or give more rows");
        for (PredictorDesign predictor :
                design.predictors().subList(1, design.predictors().size())) {
            String name = predictor.parameter();
            if (predictor.held() == null
                    && predictor.fixed().p() == 0
                    && design.random(name).isEmpty())
                return assembler.failed(
                        Status.NOT_IDENTIFIED,
                        "the columns of " + name + " = ("
                                + String.join(", ", predictor.fixed().allNames()) + ") are 0 in all rows: write "
                                + name + " = ~ 1, or leave it out");
        }
        return null;
    }

    private static Estimates estimate(
            ModelSpec spec,
            ModelKind kind,
            ModelDataBuilder.Built built,
            Estimation estimation,
            Start start,
            Control control) {
        Likelihoods likelihoods = new Likelihoods(kind, built, control);
        HierarchicalEstimation hierarchical = new HierarchicalEstimation(built, estimation, start, control);
        if (kind.exactGaussian()) {
            return estimation.gaussian(likelihoods.gaussian(), start);
        }
        if (kind.correlated()) {
            return estimation.correlated(likelihoods.correlated(), start);
        }
        if (kind.hierarchical()) return withLeastSquares(kind, hierarchical.estimate(kind.method()), built, control);
        Estimates estimates = estimation.joint(likelihoods.joint(), start);
        return kind.normalEffects() || spec.options().nagq() != 1
                ? withLeastSquares(kind, estimates, built, control)
                : hierarchical.withLikelihoods(estimates);
    }

    /** The same, with the covariance of all parameters that scores of levels give, if it is asked for; that of a linear model is of its coefficients alone. */
    private static Estimates robust(
            ModelSpec spec, ModelKind kind, ModelDataBuilder.Built built, Estimates estimates, Control control) {
        RobustVcov vcov = spec.options().vcov();
        if (vcov == null || kind.exactGaussian()) return estimates;
        List<double[]> scores =
                ClusterScores.of(built.data(), spec.options().nagq(), estimates.psi(), control.cancellation());
        return estimates.with(estimates.psi(), RobustJoint.of(estimates.covariance(), scores, vcov.type()));
    }

    /** Of a gaussian model with a model of its dispersion, which is fitted as any other, that which says how V moves beta. */
    private static Estimates withLeastSquares(
            ModelKind kind, Estimates estimates, ModelDataBuilder.Built built, Control control) {
        return kind.leastSquares()
                ? estimates.with(CorrelatedLikelihood.independent(
                        built.data(),
                        kind.method() == Method.REML,
                        built.fixed().logDeterminant(),
                        control.cancellation(),
                        control.threads()))
                : estimates;
    }

    /**
     * Checks what does not depend on the data.
     *
     * @throws GlmmException UNKNOWN_FAMILY, NOT_APPLICABLE
     */
    public static void check(ModelSpec spec) {
        ModelKind.of(spec).check();
    }

    /**
     * The model of rows that hold what no model of this kind can have.
     *
     * @param nobs complete rows
     * @param dropped rows with NULL
     * @throws GlmmException RESPONSE_TYPE if the response is of a kind that the family never takes, so that it is the call that is wrong
     */
    public static FittedModel invalid(
            ModelSpec spec, int nobs, long dropped, Recipe recipe, InvalidDataException reason) {
        ModelKind kind = ModelKind.of(spec);
        if (reason.code() == ErrorCode.RESPONSE_TYPE)
            kind.family().priorWeights(new Response(spec.formula().response().text(), new double[0], null, true), null);
        return ModelAssembler.invalid(spec, kind, nobs, dropped, recipe, reason.getMessage());
    }

    private static String noData(ModelSpec spec, Design design) {
        boolean weighted = spec.options().weights() != null || spec.formula().response() instanceof Expr.Call;
        if (weighted && design.dropped() == 0) return "every row has a weight of 0 or no trials; give positive weights";
        return "no complete row: " + (weighted ? "" : "all ")
                + design.dropped() + " rows have a NULL in a column of the model"
                + (weighted ? ", others a weight of 0 or no trials" : "");
    }

    /** An estimate that ran away from what one row can say: worth a look for separation, which is exact. */
    private static boolean suspicious(Estimates estimates, int p) {
        if (!estimates.converged()) return true;
        for (int k = 0; k < p; k++) if (!(estimates.covariance()[k][k] < VAGUE * VAGUE)) return true;
        return false;
    }

    /** The supremum of the likelihood: separated rows fit perfectly in the limit, the others are fitted without them. */
    private static FittedModel separated(
            ModelSpec spec, Design design, Control control, ModelAssembler assembler, BitSet rows) {
        BitSet keep = new BitSet();
        keep.set(0, design.n());
        keep.andNot(rows);
        Design rest = RowSubset.of(design, keep, control.cancellation());
        List<String> infinite = new ArrayList<>(design.fixed().names());
        // without a row left it is all of them together
        if (rest.n() > 0) infinite.removeAll(rest.fixed().names());
        String message = "columns " + String.join(", ", infinite) + " separate the responses: "
                + rows.cardinality() + " of " + design.n()
                + " rows are fitted perfectly in the limit of infinite estimates, which are NULL here; merge or drop levels or columns,"
                + " the other estimates are those of the other rows";
        FittedModel limit = rest.n() == 0 ? null : fit(spec, rest, control);
        if (limit == null || limit.components().isEmpty()) return assembler.failed(Status.SEPARATION, message);
        return assembler.separated(limit, message);
    }
}
