package org.glmmsql.fit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.glmmsql.design.Design;
import org.glmmsql.design.DroppedColumn;
import org.glmmsql.design.PredictorDesign;
import org.glmmsql.design.RandomDesign;
import org.glmmsql.design.Recipe;
import org.glmmsql.design.ReferenceGrid;
import org.glmmsql.design.StoredDesign;
import org.glmmsql.design.TermColumns;
import org.glmmsql.family.Parameter;
import org.glmmsql.formula.Method;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.formula.RobustVcov;
import org.glmmsql.likelihood.ModelData;
import org.glmmsql.likelihood.ModelDataBuilder;
import org.glmmsql.model.Component;
import org.glmmsql.model.Convergence;
import org.glmmsql.model.DegreesOfFreedom;
import org.glmmsql.model.DegreesOfFreedomParts;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.ModelParameter;
import org.glmmsql.model.RandomEffects;
import org.glmmsql.model.RandomTerm;
import org.glmmsql.model.Status;
import org.glmmsql.model.VarCorr;
import org.glmmsql.model.Version;

/** From estimates of scaled columns to the model a user sees: units back, Wald inference, variances, modes. */
final class ModelAssembler {
    /** A decrement that is none: half of it is left to gain in log-likelihood. */
    private static final double NOTHING_TO_GAIN = 1e-6;

    private static final DegreesOfFreedom NORMAL =
            DegreesOfFreedomParts.constant(Double.POSITIVE_INFINITY).of(new double[0][]);

    private final ModelSpec spec;
    private final Design design;
    private final ModelKind kind;

    ModelAssembler(ModelSpec spec, Design design, ModelKind kind) {
        this.spec = spec;
        this.design = design;
        this.kind = kind;
    }

    /** A model without estimates. */
    FittedModel failed(Status status, String message) {
        Convergence convergence = new Convergence(false, false, Double.NaN, Double.NaN, Double.NaN, 0, 0, "");
        return model(
                status,
                message,
                Double.NaN,
                0,
                Double.NaN,
                convergence,
                List.of(),
                new double[0][],
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                DegreesOfFreedomParts.constant(Double.POSITIVE_INFINITY));
    }

    /** @param cancellation throws to stop */
    FittedModel fitted(ModelDataBuilder.Built built, Estimates estimates, Runnable cancellation) {
        ModelData data = built.data();
        double[] psi = estimates.psi();
        int npar = psi.length;
        VarianceComponents variances = new VarianceComponents(
                kind.family(), design, built, estimates, tests().quantile(Double.POSITIVE_INFINITY));
        Singularity singularity = new Singularity(design, data, estimates, variances);
        List<VarianceComponents.Row> rows = variances.rows(singularity);
        List<VarCorr> varCorr = rows.stream().map(VarianceComponents.Row::told).toList();
        List<RandomTerm> terms = variances.terms();
        double[][] covariance = covariance(
                built,
                estimates,
                rows,
                ModelParameter.places(terms, varCorr, spec.options().residual()));
        RobustVcov vcov = spec.options().vcov();
        if (vcov != null && kind.exactGaussian())
            new RobustLinear(
                            design,
                            IntStream.range(0, terms.size())
                                    .mapToObj(variances::ofDesign)
                                    .toList(),
                            variances.residual(),
                            new Told(built).estimates(0, psi),
                            covariance)
                    .replace(covariance, vcov.type(), kind.robustGroup(), cancellation);
        DegreesOfFreedomParts df = new DenominatorDegrees(kind, built, estimates).parts(covariance);
        List<Component> components = components(built, psi, covariance, df);
        double sigma = sigma(built, psi, components);
        Convergence convergence = convergence(estimates, singularity);
        Status status =
                convergence.converged() ? Status.OK : estimates.atEdge() ? Status.BOUNDARY : Status.NOT_CONVERGED;
        List<RandomEffects> modes = UnscaledModes.of(design, built, estimates.modes(), terms, told(built));
        FittedModel model = model(
                status,
                convergence.advice(),
                estimates.logLik(),
                npar,
                sigma,
                convergence,
                components,
                covariance,
                terms,
                varCorr,
                spec.options().ranef() ? modes : List.of(),
                estimates.hLikelihoods(),
                df);
        return model.with(new RowQuality(design, kind, components, terms, modes, sigma).of(varCorr));
    }

    private WaldTests tests() {
        return new WaldTests(spec.options().confLevel());
    }

    /**
     * The predictors that are told by their coefficients: not those held, no dispersion that is told as a residual variance, and one of the
     * two that have the thresholds in common.
     */
    private int[] told(ModelDataBuilder.Built built) {
        return IntStream.range(0, built.data().predictors().size())
                .filter(s -> {
                    Parameter parameter = built.data().predictors().get(s).parameter();
                    PredictorDesign given = s == 0 ? design.mean() : design.predictor(parameter.name());
                    return parameter.threshold() != Parameter.Threshold.LOWER
                            && (given == null ? !parameter.scale() : given.held() == null);
                })
                .toArray();
    }

    /** @param places of the rows that are parameters */
    private double[][] covariance(
            ModelDataBuilder.Built built,
            Estimates estimates,
            List<VarianceComponents.Row> rows,
            List<Integer> places) {
        JointCovariance joint = new JointCovariance(built, estimates.psi(), estimates.covariance());
        for (int s : told(built)) joint.add(s);
        for (int place : places) joint.add(rows.get(place).jacobian());
        double[][] triangle = joint.triangle();
        ModelData data = built.data();
        // a linear model's coefficients are independent of its variance
        if (isLinearModel(data))
            for (int i = 0; i < data.p(); i++)
                for (int j = 0; j <= i; j++) triangle[i][j] *= data.nobs() / (data.nobs() - data.p());
        return triangle;
    }

    /** @param df of the tests of the mean */
    private List<Component> components(
            ModelDataBuilder.Built built, double[] psi, double[][] covariance, DegreesOfFreedomParts df) {
        List<Component> result = new ArrayList<>();
        StoredDesign stored = StoredDesign.of(spec.close(design.recipe().variables()), design.recipe());
        int place = 0;
        Told told = new Told(built);
        for (int s : told(built)) {
            Parameter parameter = built.data().predictors().get(s).parameter();
            PredictorDesign given = s == 0 ? design.mean() : design.predictor(parameter.name());
            double[] estimates = told.estimates(s, psi);
            TermColumns columns = stored.columns(
                    parameter.name(),
                    given == null ? 1 : given.fixed().allNames().size());
            List<DroppedColumn> dropped =
                    given == null ? List.of() : given.fixed().dropped();
            List<String> kept = given == null ? columns.names() : given.fixed().names();
            if (s == 0 && built.thresholds() != null) {
                kept = kept.subList(1, kept.size());
                dropped = dropped.stream().map(DroppedColumn::withoutIntercept).toList();
            }
            result.add(new Component(
                    parameter.name(),
                    parameter.component(),
                    s == 0 ? kind.link() : parameter.link(),
                    tests().coefficients(
                                    columns.names(),
                                    kept,
                                    estimates,
                                    covariance,
                                    place,
                                    s == 0 ? df.of(leading(covariance, kept.size())) : NORMAL),
                    columns.terms(),
                    columns.assign(),
                    dropped));
            place += estimates.length;
        }
        return result;
    }

    /** The first rows and columns of a triangle. */
    private static double[][] leading(double[][] triangle, int size) {
        double[][] square = new double[size][size];
        for (int i = 0; i < size; i++)
            for (int j = 0; j <= i; j++) {
                square[i][j] = triangle[i][j];
                square[j][i] = triangle[i][j];
            }
        return square;
    }

    /** Of a dispersion that is the same for all rows; NaN if it varies, or the family has no such number. */
    private double sigma(ModelDataBuilder.Built built, double[] psi, List<Component> components) {
        Parameter dispersion = kind.family().parameters().stream()
                .filter(p -> p.name().equals(Parameter.DISPERSION.name()))
                .findFirst()
                .orElse(null);
        if (dispersion == null || !kind.family().hasSigma()) return Double.NaN;
        PredictorDesign given = design.predictor(dispersion.name());
        if (given != null && given.held() != null) return kind.family().sigma(given.held());
        if (given == null && dispersion.scale() && !built.data().hasDispersion()) return Double.NaN;
        if (given == null && dispersion.scale())
            return Math.exp(built.dispersion().unscale(new double[] {psi[built.from(1)]})[0] / 2);
        boolean constant = given == null
                || given.fixed().names().equals(List.of("(Intercept)"))
                        && design.random(dispersion.name()).isEmpty();
        if (!constant) return Double.NaN;
        double eta = components.stream()
                .filter(c -> c.parameter().equals(dispersion.name()))
                .findFirst()
                .orElseThrow()
                .coefficients()
                .get(0)
                .estimate();
        return dispersion.scale() ? Math.exp(eta / 2) : kind.family().sigma(dispersion.value(eta));
    }

    /** The t tests of a linear model are those of sigma^2 with n - p in its denominator, whichever estimate the likelihood has. */
    private boolean isLinearModel(ModelData data) {
        return kind.family().isNormal()
                && kind.method() == Method.ML
                && design.random().isEmpty()
                && design.residual() == null
                && data.d().length == 1
                && data.nobs() > data.p();
    }

    /** A model of rows that could not become a design. @param message with its code */
    static FittedModel invalid(ModelSpec spec, ModelKind kind, int nobs, long dropped, Recipe recipe, String message) {
        Map<String, Integer> groups = new LinkedHashMap<>();
        spec.random().forEach(part -> groups.put(part.group(), 0));
        return new FittedModel(
                Version.RELEASE,
                spec.text(),
                Status.INVALID_DATA,
                message,
                spec.formula().text(),
                kind.family().name(),
                kind.link(),
                kind.method().toString(),
                spec.options().nagq(),
                nobs,
                dropped,
                groups,
                Double.NaN,
                0,
                Double.NaN,
                Double.NaN,
                spec.options().confLevel(),
                new Convergence(false, false, Double.NaN, Double.NaN, Double.NaN, 0, 0, ""),
                List.of(),
                new double[0][],
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                "",
                recipe,
                ReferenceGrid.NONE,
                DegreesOfFreedomParts.constant(Double.POSITIVE_INFINITY));
    }

    /** The message with what is to be known about the columns. */
    private String withNotes(String message) {
        return withNotes(message, design);
    }

    static String withNotes(String message, Design design) {
        return Stream.concat(Stream.of(message).filter(text -> !text.isEmpty()), design.notes().stream())
                .collect(Collectors.joining("; "));
    }

    /** The model of the rows that are not separated, told as one of all rows: the parameters that are infinite count too. */
    FittedModel separated(FittedModel limit, String message) {
        int infinite = design.fixed().p()
                - (int) limit.fixed().stream()
                        .filter(c -> !Double.isNaN(c.estimate()))
                        .count();
        return model(
                Status.SEPARATION,
                message,
                limit.logLik(),
                limit.npar() + infinite,
                limit.sigma(),
                limit.convergence(),
                limit.components(),
                limit.covariance(),
                limit.terms(),
                limit.varCorr(),
                limit.randomEffects(),
                limit.hLikelihoods(),
                limit.df());
    }

    private FittedModel model(
            Status status,
            String message,
            double logLik,
            int npar,
            double sigma,
            Convergence convergence,
            List<Component> components,
            double[][] covariance,
            List<RandomTerm> terms,
            List<VarCorr> varCorr,
            List<RandomEffects> randomEffects,
            Map<String, Double> hLikelihoods,
            DegreesOfFreedomParts df) {
        Map<String, Integer> groups = new LinkedHashMap<>();
        for (RandomDesign term : design.random()) groups.put(term.group(), term.m());
        return new FittedModel(
                Version.RELEASE,
                spec.text(),
                status,
                withNotes(message),
                spec.formula().text(),
                kind.family().name(),
                kind.link(),
                kind.method().toString(),
                spec.options().nagq(),
                design.n(),
                design.dropped(),
                groups,
                logLik,
                npar,
                sigma,
                design.n() - npar,
                spec.options().confLevel(),
                convergence,
                components,
                covariance,
                terms,
                varCorr,
                randomEffects,
                hLikelihoods,
                DataDigest.of(design),
                design.recipe(),
                components.isEmpty() ? ReferenceGrid.NONE : design.grid(),
                df);
    }

    private Convergence convergence(Estimates estimates, Singularity singularity) {
        boolean converged =
                estimates.converged() || singularity.fieldAtEnd() && estimates.decrement() < NOTHING_TO_GAIN;
        double gradMax = 0;
        for (double g : estimates.gradient()) gradMax = Math.max(gradMax, Math.abs(g));
        double condition = new InformationMatrix(estimates.hessian()).condition;
        String advice = "";
        if (!converged && kind.solvesEquations())
            advice = String.format(
                    java.util.Locale.ROOT,
                    "the estimating equations of method = %s are not solved after %d evaluations (largest left-hand side %.2g), and may"
                            + " have no solution for these data: use method = ML, or another law",
                    kind.method(),
                    estimates.evaluations(),
                    gradMax);
        else if (estimates.atEdge()) advice = Edge.message(kind.link(), kind.family());
        else if (!converged) advice = NoMaximum.message(kind, estimates, gradMax);
        else advice = singularity.message();
        return new Convergence(
                converged,
                singularity.present(),
                gradMax,
                condition,
                estimates.decrement(),
                estimates.iterations(),
                estimates.evaluations(),
                advice);
    }
}
