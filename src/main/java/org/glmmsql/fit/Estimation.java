package org.glmmsql.fit;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.glmmsql.likelihood.CorrelatedLikelihood;
import org.glmmsql.likelihood.GaussianLikelihood;
import org.glmmsql.likelihood.MarginalLikelihood;
import org.glmmsql.likelihood.ModelData;
import org.glmmsql.likelihood.TermData;
import org.glmmsql.optimize.Minimizer;
import org.glmmsql.optimize.Minimum;
import org.glmmsql.optimize.Objective;
import org.jspecify.annotations.Nullable;

/** Maximises a likelihood from a start and takes the observed information at the top. */
final class Estimation {
    private final ModelData data;
    private final Minimizer minimizer;

    Estimation(ModelData data, Minimizer minimizer) {
        this.data = data;
        this.minimizer = minimizer;
    }

    /** All parameters of the likelihood, the last ones of psi. */
    Estimates joint(MarginalLikelihood likelihood, Start start) {
        int all = data.size();
        int from = all - likelihood.size();
        double[][] metric = new double[all - from][];
        for (int i = from; i < all; i++) metric[i - from] = Arrays.copyOfRange(start.inverseInformation[i], from, all);
        Objective objective = new NegativeLogLik(likelihood);
        double[] inside = start.inside(objective, from);
        Pooled pooled = new Pooled(objective, start, from);
        double known = from == 0 ? start.pooledLogLik : Double.POSITIVE_INFINITY;
        Search search = new Search(minimizer, objective, metric);
        Minimum minimum = data.terms().isEmpty()
                ? minimizer.minimize(objective, inside, metric)
                : search.run(
                        inside,
                        known + POOLED_ERROR * Math.max(1, Math.abs(known)),
                        () -> -pooled.minimum().value(),
                        OTHER_SIZES.stream()
                                .map(by -> (Supplier<double[]>) () -> pooled.start(by))
                                .toList());
        // several modes make several maxima: none may be below the model with an effect fewer
        if (!data.concave() && !data.terms().isEmpty()) {
            MarginalLikelihood rough = likelihood.rough();
            minimum = search.highest(
                    minimum, rough == likelihood ? objective : new NegativeLogLik(rough), start.others(from));
        }
        minimum = search.highest(minimum, objective, new RangeStarts(data, objective, from).of(minimum));
        List<double[]> shapes = start.otherShapes(minimum.x(), from);
        if (!shapes.isEmpty()) minimum = search.highest(minimum, objective, shapes);
        minimum = new OtherCovariances(data, start).highest(search, objective, minimum, from, 1);
        boolean atEdge = !minimum.converged()
                && Edge.exists(data, start.constantLevel())
                && (minimum.value() < Double.POSITIVE_INFINITY
                        ? Edge.reached(objective, minimum, metric)
                        : start.pooledAtEdge());
        double[] psi = atEdge ? minimum.x() : snapToBoundary(likelihood, minimum.x(), -minimum.value());
        boolean moved = !Arrays.equals(psi, minimum.x());
        double logLik = moved ? likelihood.evaluate(psi, new double[psi.length]) : -minimum.value();
        return new Estimates(
                psi,
                atEdge ? unknown(psi.length) : new InformationMatrix(minimum.hessian()).covariance,
                false,
                logLik,
                Map.of(),
                likelihood.conditionalModes(psi),
                minimum.gradient(),
                minimum.hessian(),
                minimum.decrement(),
                minimum.converged(),
                atEdge,
                minimum.iterations(),
                minimum.evaluations(),
                null);
    }

    private static double[][] unknown(int d) {
        double[][] covariance = new double[d][d];
        for (double[] row : covariance) Arrays.fill(row, Double.NaN);
        return covariance;
    }

    /** theta relative to sigma by the profiled gaussian likelihood; then (theta, log sigma) jointly for their information. */
    Estimates gaussian(GaussianLikelihood likelihood, Start start) {
        int from = data.thetaFrom();
        int d = likelihood.size();
        double[] theta = Arrays.copyOfRange(start.scaled(null, 1 / start.sigma), from, from + d);
        double[][] metric = metricOfTheta(start);
        double without = likelihood.withoutEffects();
        Objective objective = new NegativeLogLik(likelihood);
        Search search = new Search(minimizer, objective, metric);
        Minimum minimum = search.run(
                theta,
                without,
                () -> without,
                OTHER_SIZES.stream()
                        .map(by -> (Supplier<double[]>)
                                () -> Arrays.copyOfRange(start.scaled(null, by / start.sigma), from, from + d))
                        .toList());
        minimum = search.highest(minimum, objective, new RangeStarts(data, objective, from).of(minimum));
        minimum = new OtherCovariances(data, start).highest(search, objective, minimum, from, start.sigma);
        theta = snapToBoundary(likelihood, minimum.x(), -minimum.value());
        double logLik = likelihood.evaluate(theta, new double[d]);
        double[] beta = likelihood.beta();
        double[][] betaCovariance = likelihood.betaCovariance();
        double logSigma = Math.log(likelihood.sigma());
        double[][] information =
                withLogSigma(minimum.hessian(), likelihood.logSigmaCrossInformation(), likelihood.denominator());
        double[][] varianceCovariance = new InformationMatrix(information).covariance;
        int p = data.p();
        double[] psi = new double[data.size()];
        double[][] covariance = new double[psi.length][psi.length];
        System.arraycopy(beta, 0, psi, 0, p);
        for (int i = 0; i < p; i++) System.arraycopy(betaCovariance[i], 0, covariance[i], 0, p);
        // delta = log sigma^2 comes before theta in psi
        psi[p] = 2 * logSigma;
        System.arraycopy(theta, 0, psi, from, d);
        for (int i = 0; i <= d; i++)
            for (int j = 0; j <= d; j++) {
                int a = i == d ? p : from + i;
                int b = j == d ? p : from + j;
                covariance[a][b] = varianceCovariance[i][j] * (i == d ? 2 : 1) * (j == d ? 2 : 1);
            }
        return new Estimates(
                psi,
                covariance,
                true,
                logLik,
                Map.of(),
                likelihood.conditionalModes(theta),
                minimum.gradient(),
                minimum.hessian(),
                minimum.decrement(),
                minimum.converged(),
                false,
                minimum.iterations(),
                minimum.evaluations(),
                likelihood);
    }

    /** All parameters but beta, which has the covariance of generalised least squares given them. */
    Estimates correlated(CorrelatedLikelihood likelihood, Start start) {
        int p = data.p();
        int d = likelihood.size();
        double[][] metric = new double[d][];
        for (int i = 0; i < d; i++) metric[i] = Arrays.copyOfRange(start.inverseInformation[p + i], p, p + d);
        NegativeLogLik objective = new NegativeLogLik(likelihood);
        Search search = new Search(minimizer, objective, metric);
        double[] none = Arrays.copyOfRange(start.scaled(null, NONE), p, p + d);
        double without = -objective.evaluate(none, new double[d]);
        Minimum minimum = search.run(
                Arrays.copyOfRange(start.psi, p, p + d),
                without,
                () -> without,
                // without random effects they are all the same
                (data.terms().isEmpty() ? List.<Double>of() : OTHER_SIZES)
                        .stream()
                                .map(by ->
                                        (Supplier<double[]>) () -> Arrays.copyOfRange(start.scaled(null, by), p, p + d))
                                .toList());
        minimum = search.highest(minimum, objective, new RangeStarts(data, objective, p).of(minimum));
        minimum = new OtherCovariances(data, start).highest(search, objective, minimum, p, 1);
        double[] parameters = snapToBoundary(likelihood, minimum.x(), -minimum.value());
        double logLik = likelihood.evaluate(parameters, new double[d]);
        double[] psi = new double[data.size()];
        System.arraycopy(likelihood.beta(), 0, psi, 0, p);
        System.arraycopy(parameters, 0, psi, p, d);
        double[][] covariance = new double[psi.length][psi.length];
        double[][] betaCovariance = likelihood.betaCovariance();
        for (int i = 0; i < p; i++) System.arraycopy(betaCovariance[i], 0, covariance[i], 0, p);
        double[][] varianceCovariance = new InformationMatrix(minimum.hessian()).covariance;
        for (int i = 0; i < d; i++) System.arraycopy(varianceCovariance[i], 0, covariance[p + i], p, d);
        return new Estimates(
                psi,
                covariance,
                false,
                logLik,
                Map.of(),
                likelihood.conditionalModes(parameters),
                minimum.gradient(),
                minimum.hessian(),
                minimum.decrement(),
                minimum.converged(),
                false,
                minimum.iterations(),
                minimum.evaluations(),
                likelihood);
    }

    /** Of theta relative to sigma. */
    private double[][] metricOfTheta(Start start) {
        int from = data.thetaFrom();
        double[][] metric = new double[data.size() - from][];
        for (int i = 0; i < metric.length; i++)
            metric[i] = Arrays.copyOfRange(start.inverseInformation[from + i], from, data.size());
        for (TermData term : data.terms())
            for (int k = 0; k < term.thetaSize(); k++) {
                int at = term.thetaFrom() + k - from;
                if (term.parameter(k).scales()) metric[at][at] /= start.sigma * start.sigma;
            }
        return metric;
    }

    /** The information of (theta, log sigma) from that of theta with sigma profiled out: I_tt = profile + I_ts I_st / I_ss, I_ss = 2 nu. */
    private static double[][] withLogSigma(double[][] profile, double[] cross, double nu) {
        int d = cross.length;
        double[][] joint = new double[d + 1][d + 1];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) joint[i][j] = profile[i][j] + cross[i] * cross[j] / (2 * nu);
            joint[i][d] = cross[i];
            joint[d][i] = cross[i];
        }
        joint[d][d] = 2 * nu;
        return joint;
    }

    /**
     * The likelihood is even in the columns of Lambda, so a maximum at a variance of 0 is a smooth point that the optimizer comes
     * arbitrarily near: entries that may as well be 0 are set to 0, where the likelihood does not fall by more than rounding.
     */
    double[] snapToBoundary(MarginalLikelihood likelihood, double[] x, double logLik) {
        int shift = data.thetaFrom() - (data.size() - likelihood.size());
        double[] current = x.clone();
        double[] gradient = new double[x.length];
        for (TermData term : data.terms())
            for (int k = 0; k < term.thetaSize(); k++) {
                int at = shift + term.thetaFrom() - data.thetaFrom();
                double kept = current[at + k];
                double boundary = term.parameter(k).boundary();
                // none is NaN
                if (kept == boundary || !(Math.abs(kept - boundary) <= NEAR_ZERO)) continue;
                current[at + k] = boundary;
                double there = likelihood.evaluate(current, gradient);
                if (!(there >= logLik - 1e-9 * Math.max(1, Math.abs(logLik)))) current[at + k] = kept;
            }
        return current;
    }

    private static final double NEAR_ZERO = 1e-3;

    /** What the pooled GLM of the start may be below its maximum by, relative. */
    private static final double POOLED_ERROR = 1e-3;
    /** Standard deviations of random effects to search from where those of the start lead nowhere, in units of theirs. */
    private static final List<Double> OTHER_SIZES = List.of(0.1, 1.0, 3.0, 0.3);
    /** A random effect that is none. */
    private static final double NONE = 1e-8;

    /** The model without random effects, on the likelihood of the one with them. */
    private final class Pooled {
        private final Objective objective;
        private final Start start;
        private final int from;
        private final int size;
        private @Nullable Minimum minimum;

        /** @param from the first parameter of psi that the objective has */
        Pooled(Objective objective, Start start, int from) {
            this.objective = objective;
            this.start = start;
            this.from = from;
            this.size = data.thetaFrom() - from;
        }

        Minimum minimum() {
            if (minimum == null) {
                double[][] metric = new double[size][];
                for (int i = 0; i < size; i++)
                    metric[i] = Arrays.copyOfRange(start.inverseInformation[from + i], from, from + size);
                double[] all = Arrays.copyOfRange(start.scaled(null, NONE), from, data.size());
                double[] gradient = new double[all.length];
                minimum = minimizer.minimize(
                        (x, g) -> {
                            System.arraycopy(x, 0, all, 0, size);
                            double value = objective.evaluate(all, gradient);
                            System.arraycopy(gradient, 0, g, 0, size);
                            return value;
                        },
                        Arrays.copyOf(all, size),
                        metric);
            }
            return minimum;
        }

        /** Its estimates, with random effects of the start's size times {@code by}. */
        double[] start(double by) {
            double[] psi = start.psi.clone();
            System.arraycopy(minimum().x(), 0, psi, from, size);
            return Arrays.copyOfRange(start.scaled(psi, by), from, psi.length);
        }
    }
}
