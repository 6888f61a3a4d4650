package org.glmmsql.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.apache.commons.statistics.distribution.TDistribution;
import org.glmmsql.design.Design;
import org.glmmsql.design.FixedDesign;
import org.glmmsql.design.RandomDesign;
import org.glmmsql.design.Recipe;
import org.glmmsql.formula.Method;
import org.glmmsql.formula.ModelSpec;
import org.glmmsql.likelihood.ColumnScaling;
import org.glmmsql.likelihood.ConditionalModes;
import org.glmmsql.likelihood.ModelData;
import org.glmmsql.likelihood.ModelDataBuilder;
import org.glmmsql.likelihood.RandomScaling;
import org.glmmsql.model.Coefficient;
import org.glmmsql.model.Convergence;
import org.glmmsql.model.FittedModel;
import org.glmmsql.model.RandomEffects;
import org.glmmsql.model.Status;
import org.glmmsql.model.VarCorr;
import org.glmmsql.model.Version;

/** From estimates of scaled columns to the model a user sees: units back, Wald inference, variances, modes. */
final class ModelAssembler {
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
                List.of(),
                new double[0][],
                List.of(),
                List.of(),
                Map.of());
    }

    FittedModel fitted(ModelDataBuilder.Built built, Estimates estimates) {
        ModelData data = built.data();
        int p = data.p();
        double[] psi = estimates.psi();
        int npar = psi.length;
        double df = Double.POSITIVE_INFINITY;
        if (kind.isGaussian()) df = Math.max(1, data.nobs() - (design.random().isEmpty() ? p : npar));
        double[] beta = built.fixed().unscale(Arrays.copyOf(psi, p));
        double[][] vcov = built.fixed().unscaleCovariance(block(estimates.covariance(), 0, p));
        if (isLinearModel(data)) vcov = multiplied(vcov, data.nobs() / (data.nobs() - p));
        List<Coefficient> fixed = coefficients(design.fixed(), beta, vcov, df);
        List<Coefficient> dispersion = List.of();
        double sigma = data.hasDispersion() && design.dispersion() == null
                ? Math.exp(built.dispersion().unscale(new double[] {psi[p]})[0] / 2)
                : 1;
        FixedDesign modelled = design.dispersion();
        if (modelled != null) {
            int d = data.d().length;
            ColumnScaling scaling = built.dispersion();
            dispersion = coefficients(
                    modelled,
                    scaling.unscale(Arrays.copyOfRange(psi, p, p + d)),
                    scaling.unscaleCovariance(block(estimates.covariance(), p, d)),
                    Double.POSITIVE_INFINITY);
            boolean constant = modelled.names().equals(List.of("(Intercept)"));
            sigma = constant ? Math.exp(dispersion.get(0).estimate() / 2) : Double.NaN;
        }
        VarianceComponents components =
                new VarianceComponents(design, built, estimates, quantile(Double.POSITIVE_INFINITY));
        Singularity singularity = new Singularity(design, data, estimates, components);
        List<VarCorr> varCorr = components.rows(singularity);
        Convergence convergence = convergence(estimates, singularity);
        Status status =
                convergence.converged() ? Status.OK : estimates.atEdge() ? Status.BOUNDARY : Status.NOT_CONVERGED;
        return model(
                status,
                convergence.advice(),
                estimates.logLik(),
                npar,
                sigma,
                convergence,
                fixed,
                dispersion,
                vcov,
                varCorr,
                randomEffects(built, estimates.modes(), components),
                estimates.hLikelihoods());
    }

    /** The t tests of a linear model are those of sigma^2 with n - p in its denominator, whichever estimate the likelihood has. */
    private boolean isLinearModel(ModelData data) {
        return kind.isGaussian()
                && kind.method() == Method.ML
                && design.random().isEmpty()
                && data.d().length == 1
                && data.nobs() > data.p();
    }

    private static double[][] multiplied(double[][] matrix, double factor) {
        return Arrays.stream(matrix)
                .map(row -> Arrays.stream(row).map(v -> v * factor).toArray())
                .toArray(double[][]::new);
    }

    /** A model of rows that could not become a design. @param message with its code */
    static FittedModel invalid(ModelSpec spec, ModelKind kind, int nobs, long dropped, Recipe recipe, String message) {
        Map<String, Integer> groups = new LinkedHashMap<>();
        spec.formula().random().forEach(part -> groups.put(part.group(), 0));
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
                List.of(),
                new double[0][],
                List.of(),
                List.of(),
                List.of(),
                Map.of(),
                "",
                recipe);
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
                limit.fixed(),
                limit.dispersion(),
                limit.vcov(),
                limit.varCorr(),
                limit.randomEffects(),
                limit.hLikelihoods());
    }

    private FittedModel model(
            Status status,
            String message,
            double logLik,
            int npar,
            double sigma,
            Convergence convergence,
            List<Coefficient> fixed,
            List<Coefficient> dispersion,
            double[][] vcov,
            List<VarCorr> varCorr,
            List<RandomEffects> randomEffects,
            Map<String, Double> hLikelihoods) {
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
                fixed,
                dispersion,
                vcov,
                fixed.isEmpty() ? List.of() : design.fixed().dropped(),
                varCorr,
                randomEffects,
                hLikelihoods,
                digest(),
                design.recipe());
    }

    private List<Coefficient> coefficients(FixedDesign x, double[] estimates, double[][] vcov, double df) {
        List<Coefficient> rows = new ArrayList<>();
        ContinuousDistribution reference = reference(df);
        double quantile = quantile(df);
        for (String name : x.allNames()) {
            int k = x.names().indexOf(name);
            if (k < 0) {
                double nan = Double.NaN;
                rows.add(new Coefficient(name, nan, nan, nan, nan, nan, nan, nan));
                continue;
            }
            double se = Math.sqrt(vcov[k][k]);
            double statistic = estimates[k] / se;
            rows.add(new Coefficient(
                    name,
                    estimates[k],
                    se,
                    df,
                    statistic,
                    2 * reference.survivalProbability(Math.abs(statistic)),
                    estimates[k] - quantile * se,
                    estimates[k] + quantile * se));
        }
        return rows;
    }

    private static ContinuousDistribution reference(double df) {
        return df > 0 && df < 1e9 ? TDistribution.of(df) : NormalDistribution.of(0, 1);
    }

    private double quantile(double df) {
        return reference(df).inverseSurvivalProbability((1 - spec.options().confLevel()) / 2);
    }

    private Convergence convergence(Estimates estimates, Singularity singularity) {
        double gradMax = 0;
        for (double g : estimates.gradient()) gradMax = Math.max(gradMax, Math.abs(g));
        double condition = new InformationMatrix(estimates.hessian()).condition;
        String advice = "";
        if (!estimates.converged() && kind.solvesEquations())
            advice = String.format(
                    java.util.Locale.ROOT,
                    "the estimating equations of method = %s are not solved after %d evaluations (largest left-hand side %.2g), and may"
                            + " have no solution for these data: use method = ML, or another law",
                    kind.method(),
                    estimates.evaluations(),
                    gradMax);
        else if (estimates.atEdge())
            advice = Edge.message(kind.link(), kind.family().name());
        else if (!estimates.converged())
            advice = String.format(
                    java.util.Locale.ROOT,
                    "the optimizer stopped %.2g in log-likelihood below the maximum it predicts (largest gradient %.2g) after %d"
                            + " evaluations: simplify the random terms, or raise max_iterations",
                    estimates.decrement() / 2,
                    gradMax,
                    estimates.evaluations());
        else advice = singularity.message();
        return new Convergence(
                estimates.converged(),
                singularity.present(),
                gradMax,
                condition,
                estimates.decrement(),
                estimates.iterations(),
                estimates.evaluations(),
                advice);
    }

    private List<RandomEffects> randomEffects(
            ModelDataBuilder.Built built, ConditionalModes modes, VarianceComponents components) {
        List<RandomEffects> result = new ArrayList<>();
        if (!spec.options().ranef()) return result;
        for (int t = 0; t < design.random().size(); t++) {
            RandomDesign term = design.random().get(t);
            ConditionalModes.Term mode = modes.terms().get(t);
            RandomScaling scaling = built.random().get(t);
            int q = term.q();
            double[][] b = new double[term.m()][q];
            double[][] se = new double[term.m()][q];
            double[][] covariance = new double[term.m()][];
            int p = built.data().p();
            double[][] slopes = new double[term.m()][q * p];
            for (int l = 0; l < term.m(); l++) {
                b[l] = scaling.unscale(mode.b()[l]);
                covariance[l] = scaling.unscaleCovariance(mode.covariance()[l]);
                for (int i = 0; i < q; i++) {
                    se[l][i] = Math.sqrt(covariance[l][i * (i + 1) / 2 + i]);
                    double[] byBeta =
                            built.fixed().unscaleSlopes(Arrays.copyOfRange(mode.slopes()[l], i * p, (i + 1) * p));
                    System.arraycopy(byBeta, 0, slopes[l], i * p, p);
                }
                slopes[l] = scaling.unscaleRows(slopes[l]);
            }
            result.add(new RandomEffects(
                    term.group(),
                    term.law(),
                    term.covariance(),
                    term.terms(),
                    term.levels(),
                    b,
                    se,
                    covariance,
                    slopes,
                    components.sigma(t)));
        }
        return result;
    }

    private static double[][] block(double[][] matrix, int from, int size) {
        double[][] result = new double[size][];
        for (int i = 0; i < size; i++) result[i] = Arrays.copyOfRange(matrix[from + i], from, from + size);
        return result;
    }

    /** The same for the same responses, weights and offsets in any order. */
    private String digest() {
        long sum = 0;
        double[] y = design.response().y();
        double[] trials = design.response().trials();
        double[] weights = design.weights();
        double[] offset = design.offset();
        for (int i = 0; i < design.n(); i++) {
            long h = Double.doubleToLongBits(y[i] + 0.0);
            if (trials != null) h = 31 * spread(h) + Double.doubleToLongBits(trials[i]);
            if (weights != null) h = 31 * spread(h) + Double.doubleToLongBits(weights[i]);
            if (offset != null) h = 31 * spread(h) + Double.doubleToLongBits(offset[i]);
            sum += spread(h);
        }
        return HexFormat.of().toHexDigits(sum);
    }

    private static long spread(long h) {
        long m = (h ^ (h >>> 33)) * 0xFF51AFD7ED558CCDL;
        return (m ^ (m >>> 33)) * 0xC4CEB9FE1A85EC53L;
    }
}
