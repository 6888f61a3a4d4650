package org.glmmsql.fit;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.glmmsql.design.Design;
import org.glmmsql.design.PredictorDesign;
import org.glmmsql.family.Family;
import org.glmmsql.family.Parameter;
import org.glmmsql.formula.Conf;
import org.glmmsql.likelihood.DrawnResponses;
import org.glmmsql.likelihood.ModelData;
import org.glmmsql.likelihood.ModelDataBuilder;
import org.glmmsql.model.FittedModel;
import org.glmmsql.optimize.Descent;
import org.glmmsql.optimize.Minimizer;
import org.glmmsql.parallel.Parts;
import org.jspecify.annotations.Nullable;

/**
 * Limits by the parametric bootstrap: quantiles of the numbers that the model tells, over fits to responses drawn from it, with random effects
 * drawn anew. Each fit begins at the estimates; each draw has a generator of its own, so that no number depends on threads.
 */
final class Bootstrap {
    private static final double TOLERANCE = 1e-8;
    private static final int MAX_ITERATIONS = 200;
    /** From the estimate, on a scale where 10 takes a chance of 1/2 to one in twenty thousand. */
    private static final double FAR = 10;

    private final ToldNumbers numbers;
    private final Likelihoods likelihoods;
    private final Estimates estimates;
    private final DrawnResponses responses;
    private final Conf conf;
    private final double[][] metric;
    private final int from;

    /** Of the rows of a design. */
    static Bootstrap of(ToldNumbers numbers, Design design, Likelihoods likelihoods, Estimates estimates) {
        ModelKind kind = likelihoods.kind();
        Family family = kind.family();
        double[] prior = family.priorWeights(design.response(), design.weights());
        PredictorDesign dispersion = family.hasDispersion() ? design.predictor(Parameter.DISPERSION.name()) : null;
        double[] weights = PriorDispersion.weights(prior, dispersion == null ? null : dispersion.offset());
        ModelDataBuilder.Built rows = ModelDataBuilder.build(
                design,
                family,
                kind.link(),
                weights,
                false,
                likelihoods.control().cancellation());
        return new Bootstrap(numbers, likelihoods, rows, estimates);
    }

    /** @param rows the data without rows merged */
    private Bootstrap(ToldNumbers numbers, Likelihoods likelihoods, ModelDataBuilder.Built rows, Estimates estimates) {
        this.numbers = numbers;
        this.likelihoods = likelihoods;
        this.estimates = estimates;
        ModelKind kind = likelihoods.kind();
        conf = kind.options().conf();
        double unit =
                estimates.relative() ? Math.exp(estimates.psi()[rows.data().deltaFrom()] / 2) : 1;
        responses = new DrawnResponses(rows, kind.family(), kind.link(), estimates.psi(), unit);
        from = ProfiledLikelihood.of(likelihoods, estimates).from();
        metric = NearMetric.covariance(estimates, from);
    }

    FittedModel model() {
        List<ToldNumber> told = numbers.all();
        long[] seeds = new SplittableRandom(conf.seed()).longs(conf.draws()).toArray();
        double[][] drawn = new double[conf.draws()][];
        Parts.forEach(likelihoods.control().threads(), conf.draws(), (thread, b) -> drawn[b] = told(told, seeds[b]));
        double[][] fitted = Arrays.stream(drawn).filter(row -> row != null).toArray(double[][]::new);
        int failed = drawn.length - fitted.length;
        boolean enough = 2 * failed <= drawn.length;
        String message = failed == 0
                ? ""
                : "limits by bootstrap: " + failed + " of " + drawn.length + " fits failed"
                        + (enough
                                ? " and are left out"
                                : ", too many for limits, which are NULL: use conf = profile, or a simpler model");
        int[] next = {0};
        double tail = (1 - likelihoods.kind().options().confLevel()) / 2;
        return numbers.with(
                number -> {
                    int k = next[0]++;
                    double[] sorted = enough
                            ? Arrays.stream(fitted)
                                    .mapToDouble(row -> row[k])
                                    .filter(v -> !Double.isNaN(v))
                                    .sorted()
                                    .toArray()
                            : new double[0];
                    return new double[] {quantile(sorted, tail), quantile(sorted, 1 - tail)};
                },
                message);
    }

    /** What the model of a draw tells; null if its fit failed. */
    private double @Nullable [] told(List<ToldNumber> numbers, long seed) {
        likelihoods.control().cancellation().run();
        double[] psi = fit(responses.draw(new SplittableRandom(seed)));
        if (psi == null) return null;
        return numbers.stream()
                .flatMapToDouble(number -> DoubleStream.of(number.value().of(psi)))
                .toArray();
    }

    /** All parameters at the maximum for other responses. */
    private double @Nullable [] fit(ModelDataBuilder.Built built) {
        ModelData data = built.data();
        Control alone = new Control(likelihoods.control().cancellation(), 1);
        ProfiledLikelihood profiled =
                ProfiledLikelihood.of(new Likelihoods(likelihoods.kind(), built, alone), estimates);
        double[] start = Arrays.copyOfRange(estimates.psi(), from, estimates.psi().length);
        NearMetric.leaveBoundary(data, from, start);
        Minimizer minimizer = new Minimizer(TOLERANCE, MAX_ITERATIONS);
        Descent lowest = minimizer.lowest(new NegativeLogLik(profiled.likelihood()), start, metric);
        if (!lowest.converged() || isSeparated(lowest.x())) return null;
        double[] x = new Estimation(data, minimizer).snapToBoundary(profiled.likelihood(), lowest.x(), -lowest.value());
        profiled.likelihood().evaluate(x, new double[x.length]);
        double[] psi = estimates.psi().clone();
        System.arraycopy(profiled.beta().get(), 0, psi, 0, from);
        System.arraycopy(x, 0, psi, from, x.length);
        return psi;
    }

    /** Whether coefficients of scaled columns ran where a likelihood has no maximum. */
    private boolean isSeparated(double[] x) {
        ModelKind kind = likelihoods.kind();
        if (!kind.family().separable(kind.link())) return false;
        for (int k = from; k < likelihoods.built().data().thetaFrom(); k++)
            if (Math.abs(x[k - from] - estimates.psi()[k]) > FAR) return true;
        return false;
    }

    /** Between the two order statistics next to it, as R's default is. */
    private static double quantile(double[] sorted, double p) {
        if (sorted.length == 0) return Double.NaN;
        double place = p * (sorted.length - 1);
        int below = (int) Math.floor(place);
        double next = sorted[Math.min(below + 1, sorted.length - 1)];
        return sorted[below] + (place - below) * (next - sorted[below]);
    }
}
