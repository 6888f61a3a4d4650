package org.glmmsql.fit;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.glmmsql.family.Family;
import org.glmmsql.family.Link;
import org.glmmsql.family.LogDensity;
import org.glmmsql.family.Want;
import org.glmmsql.likelihood.ModelData;
import org.jspecify.annotations.Nullable;

/**
 * The GLM of all rows without random effects, as far as a start needs it: iteratively reweighted least squares (McCullagh and Nelder
 * 1989, section 2.5) on the first rows, the parameters beside the mean held where nothing is known of them.
 */
final class PooledGlm implements Pooled {
    private static final int ITERATIONS = 12;
    /** Where there may be several maxima, of which the highest is wanted. */
    private static final int MANY_ITERATIONS = 60;
    /** More rows than this do not make a better start. The canonical order makes the first ones as good as drawn at random by cluster. */
    private static final int SAMPLE = 20_000;
    /** Relative change of the deviance: it is but a start, random effects move the maximum further than this. */
    private static final double CLOSE_ENOUGH = 1e-3;
    /** The same where there may be several maxima, of which the highest is wanted. */
    private static final double CLOSE = 1e-7;
    /** The same where it is asked whether it lies at an edge. */
    private static final double VERY_CLOSE = 1e-10;
    /** Whether rows weigh by their observed curvature: by their expected information, and by either. */
    private static final boolean[] EXPECTED = {false};

    private static final boolean[] EITHER = {false, true};
    /** Multiples of the mean response to begin with. */
    private static final double[] LEVELS = {1, 2, 0.5, 8, 0.1, 30, 0.03};
    /** So much farther from a constant predictor the pooled GLM is outside if it lies at the edge. */
    private static final double EDGE = 1e-5;
    /** How far from there towards a constant predictor it is drawn. */
    private static final double AWAY = 0.1;

    private static final Want NEWTON = new Want(true, true, false, false, 1);

    /** Log f alone. */
    private static final Want VALUE = new Want(true, false, false, false, 1);

    private final ModelData data;
    private final Family family;
    private final Link link;
    /** The log density where the predictors beside the mean's are those, as at a dispersion of 1. */
    private final double[][] values;

    /** Prior weights of the rows that say something about the mean, 0 of the others. */
    private final double[] w;

    /** Of the rows in use, the predictors after the mean's. */
    private double[][] others = new double[0][];
    /** Coefficients of the mean, and its predictor at the rows in use. */
    private double[] beta;

    private double[] eta;
    private int rows;
    private final NormalEquations equations;
    private double observations;
    /** Of the normal equations; null if they have no solution. */
    private @Nullable LinearSolverDense<DMatrixRMaj> solver;

    /** Whether the link has a range that predictors can leave. */
    private final boolean bounded;

    /** Whether it lies at the edge of the range of the link. */
    private boolean atEdge;

    PooledGlm(ModelData data, Family family, Link link) {
        this.data = data;
        this.family = family;
        this.link = link;
        equations = new NormalEquations(data);
        beta = new double[data.p()];
        values = new double[Want.places(data.density().predictors())][];
        bounded = !family.linksOfTheWholeLine().contains(link.name());
        w = weights(data, family);
        use(Math.min(data.n(), SAMPLE));
        eta = pooled();
        if (solver == null && rows < data.n()) {
            use(data.n());
            eta = pooled();
        }
    }

    private static double[] weights(ModelData data, Family family) {
        double[] w = data.w();
        for (int i = 0; i < data.n(); i++) {
            if (!family.isApart(data.y()[i])) continue;
            if (w == data.w()) w = w.clone();
            w[i] = 0;
        }
        return w;
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public double observations() {
        return observations;
    }

    @Override
    public double[] beta() {
        return beta;
    }

    @Override
    public double[] eta() {
        return eta;
    }

    @Override
    public double @Nullable [] interior() {
        double[] interior = constant(1);
        return deviance(predictor(interior)) < Double.POSITIVE_INFINITY ? interior : null;
    }

    @Override
    public double @Nullable [][] inverseInformation() {
        if (solver == null) return null;
        int p = data.p();
        DMatrixRMaj inverse = new DMatrixRMaj(p, p);
        solver.invert(inverse);
        double[][] result = new double[p][];
        for (int k = 0; k < p; k++) result[k] = Arrays.copyOfRange(inverse.data, k * p, (k + 1) * p);
        return result;
    }

    /**
     * A GLM at the edge of the range of the link has weights there without bound, which say nothing about any other point: it is drawn
     * towards a constant predictor.
     */
    @Override
    public void drawAwayFromEdge() {
        if (solver == null || !bounded) return;
        double[] constant = constant(1);
        if (!(deviance(predictor(constant)) < Double.POSITIVE_INFINITY) || !reachesEdge(constant)) return;
        atEdge = true;
        double[] inside = new double[beta.length];
        for (int k = 0; k < inside.length; k++) inside[k] = beta[k] + AWAY * (constant[k] - beta[k]);
        double[] drawn = predictor(inside);
        LinearSolverDense<DMatrixRMaj> there = equations.solver(weights(drawn, new double[rows]));
        if (there == null) return;
        solver = there;
        beta = inside;
        eta = drawn;
    }

    /** |l''| of the log density at the other predictors, whose l' is there too. */
    private double[] observedWeights(double[] eta) {
        values[LogDensity.L_ETA] = new double[rows];
        values[LogDensity.L_ETA2] = new double[rows];
        data.density().evaluate(0, rows, data.y(), data.w(), withOthers(eta, others), NEWTON, values);
        double[] weight = new double[rows];
        for (int i = 0; i < rows; i++) {
            double w = data.count()[i] * Math.abs(values[LogDensity.L_ETA2][i]);
            weight[i] = w < Double.POSITIVE_INFINITY ? w : 0;
        }
        return weight;
    }

    /** Predictors of rows whose mean has this one, and the other parameters those. */
    private static double[][] withOthers(double[] eta, double[][] others) {
        double[][] predictors = new double[others.length + 1][];
        predictors[0] = eta;
        System.arraycopy(others, 0, predictors, 1, others.length);
        return predictors;
    }

    private double[][] others(int rows) {
        double[] neutral = family.neutral();
        double[][] predictors = new double[neutral.length][rows];
        for (int s = 0; s < neutral.length; s++) if (neutral[s] != 0) Arrays.fill(predictors[s], neutral[s]);
        return predictors;
    }

    /** Working weights of iteratively reweighted least squares. @param residual where the working residuals go */
    private double[] weights(double[] eta, double[] residual) {
        double[] weight = new double[rows];
        for (int i = 0; i < rows; i++) {
            double mu = link.mu(eta[i]);
            double slope = link.muEta(eta[i]);
            double information = w[i] * data.count()[i] * slope * slope / family.variance(mu);
            weight[i] = information > 0 && information < Double.POSITIVE_INFINITY ? information : 0;
            residual[i] = (data.y()[i] - mu) / slope;
        }
        return weight;
    }

    private void use(int firstRows) {
        rows = firstRows;
        others = others(rows);
        values[LogDensity.L] = new double[rows];
        observations = 0;
        for (int i = 0; i < rows; i++) if (data.w()[i] > 0) observations += data.count()[i];
    }

    /** The GLM by the rows in use: {@link #beta}. @return its linear predictor */
    private double[] pooled() {
        int p = data.p();
        double[] best = climb(new double[p], startingEta(), Double.POSITIVE_INFINITY);
        double[] highest = beta.clone();
        // the regression on the links of single responses may lead out of the range, or to one of several maxima
        if (solver == null || !data.density().oneMode(1))
            for (int start = -1; start < LEVELS.length; start++) {
                double[] inside = start < 0 ? nearest(startingEta()) : constant(LEVELS[start]);
                double[] there = predictor(inside);
                double deviance = deviance(there);
                if (!(deviance < Double.POSITIVE_INFINITY)) continue;
                for (boolean observed : data.density().oneMode(1) ? EXPECTED : EITHER) {
                    double before = solver == null ? Double.POSITIVE_INFINITY : deviance(best);
                    LinearSolverDense<DMatrixRMaj> kept = solver;
                    double[] eta = observed
                            ? climb(inside, there, deviance, MANY_ITERATIONS, CLOSE, true)
                            : climb(inside, there, deviance);
                    if (deviance(eta) < before) {
                        best = eta;
                        highest = beta.clone();
                    } else {
                        solver = kept;
                    }
                }
                if (data.density().oneMode(1)) break;
            }
        beta = highest;
        return best;
    }

    /**
     * Iteratively reweighted least squares: {@link #beta}.
     *
     * @param from the beta of eta where that is inside the range of the link
     * @param last the deviance there, infinite if it is not
     * @return the linear predictor
     */
    private double[] climb(double[] from, double[] eta, double last) {
        boolean concave = data.density().oneMode(1);
        return climb(from, eta, last, concave ? ITERATIONS : MANY_ITERATIONS, concave ? CLOSE_ENOUGH : CLOSE, false);
    }

    /** @param observed whether rows weigh by the size of their observed curvature instead of their expected information */
    private double[] climb(double[] from, double[] eta, double last, int iterations, double enough, boolean observed) {
        double[] working = new double[rows];
        for (int iteration = 0; iteration < iterations; iteration++) {
            double[] weight = observed ? observedWeights(eta) : weights(eta, working);
            if (observed)
                for (int i = 0; i < rows; i++) working[i] = data.count()[i] * values[LogDensity.L_ETA][i] / weight[i];
            for (int i = 0; i < rows; i++) working[i] = !(weight[i] > 0) ? 0 : eta[i] - offset(i) + working[i];
            LinearSolverDense<DMatrixRMaj> normal = equations.solver(weight);
            if (normal == null) break;
            double[] there = equations.solution(normal, working, weight);
            double[] next = predictor(there);
            double deviance = deviance(next);
            // a step out of the domain or uphill is halved towards the last beta
            boolean inside = last < Double.POSITIVE_INFINITY;
            for (int halving = 0;
                    inside && halving < 40 && (!(deviance <= last * (1 + 1e-8)) || jumps(eta, next));
                    halving++) {
                for (int k = 0; k < there.length; k++) there[k] = 0.5 * (there[k] + from[k]);
                next = predictor(there);
                deviance = deviance(next);
            }
            if (!(deviance < Double.POSITIVE_INFINITY)) break;
            solver = normal;
            from = there;
            eta = next;
            if (Math.abs(last - deviance) < enough * (Math.abs(deviance) + 0.1)) break;
            last = deviance;
        }
        beta = from.clone();
        return eta;
    }

    /** Whether a step leads over the pole of 1 / eta, from one maximum's side to another's. */
    private boolean jumps(double[] eta, double[] next) {
        if (data.density().oneMode(1)) return false;
        for (int i = 0; i < rows; i++) if (link.mu(eta[i]) * link.mu(next[i]) < 0) return true;
        return false;
    }

    /** The beta whose predictor is nearest to the link of a multiple of the mean. */
    private double[] constant(double factor) {
        double[] target = new double[rows];
        Arrays.fill(target, level(factor));
        return nearest(target);
    }

    /** The beta whose predictor is nearest to another one. */
    private double[] nearest(double[] target) {
        double[] weight = new double[rows];
        double[] less = new double[rows];
        for (int i = 0; i < rows; i++) {
            weight[i] = w[i] > 0 ? data.count()[i] : 0;
            less[i] = target[i] - offset(i);
        }
        LinearSolverDense<DMatrixRMaj> normal = equations.solver(weight);
        return normal == null ? new double[data.p()] : equations.solution(normal, less, weight);
    }

    @Override
    public boolean atEdge() {
        if (atEdge || !bounded) return atEdge;
        double[] kept = beta;
        LinearSolverDense<DMatrixRMaj> normal = solver;
        double[] there = predictor(beta);
        climb(beta.clone(), there, deviance(there), MANY_ITERATIONS, VERY_CLOSE, false);
        atEdge = reachesEdge(constant(1));
        solver = normal;
        beta = kept;
        return atEdge;
    }

    /** Whether beta is as far from a constant predictor as the range allows. */
    private boolean reachesEdge(double[] constant) {
        double[] beyond = new double[data.p()];
        for (int k = 0; k < beyond.length; k++) beyond[k] = beta[k] + EDGE * (beta[k] - constant[k]);
        return deviance(predictor(beyond)) == Double.POSITIVE_INFINITY;
    }

    /** The link of the mean response. */
    @Override
    public double constantLevel() {
        return level(1);
    }

    private double level(double factor) {
        return link.eta(family.startingMean(factor * mean(), 1));
    }

    private double mean() {
        double sum = 0;
        double total = 0;
        for (int i = 0; i < rows; i++) {
            sum += w[i] * data.count()[i] * data.y()[i];
            total += w[i] * data.count()[i];
        }
        return sum / total;
    }

    private double offset(int i) {
        return data.offset() == null ? 0 : data.offset()[i];
    }

    private double[] startingEta() {
        double[] eta = new double[rows];
        double mean = 0;
        for (int i = 0; i < eta.length; i++) mean += data.count()[i] * data.y()[i] / observations;
        double fallback = link.eta(mean);
        for (int i = 0; i < eta.length; i++) {
            eta[i] = link.eta(family.startingMean(data.y()[i], w[i]));
            // a gaussian response below 0 has no logarithm: its row starts at the mean of all
            if (!(Math.abs(eta[i]) < Double.POSITIVE_INFINITY)) eta[i] = Double.isFinite(fallback) ? fallback : 1;
        }
        return eta;
    }

    private double[] predictor(double[] beta) {
        double[] eta = new double[rows];
        data.fixedPredictor(0, eta.length, beta, eta);
        return eta;
    }

    private boolean inside(double[] eta) {
        data.density().evaluate(0, rows, data.y(), data.w(), withOthers(eta, others), VALUE, values);
        for (int i = 0; i < rows; i++) if (values[LogDensity.L][i] == Double.NEGATIVE_INFINITY) return false;
        return true;
    }

    /** Infinite outside the range of the link, where the unit deviances mean nothing. */
    private double deviance(double[] eta) {
        if (bounded && !inside(eta)) return Double.POSITIVE_INFINITY;
        double sum = 0;
        for (int i = 0; i < eta.length; i++)
            if (w[i] > 0) sum += data.count()[i] * w[i] * family.unitDeviance(data.y()[i], link.mu(eta[i]));
        return Double.isNaN(sum) ? Double.POSITIVE_INFINITY : sum;
    }

    /** From the deviance: squared residuals explode with the random effects of a log link, their logarithms do not. */
    @Override
    public double dispersion() {
        double phi = deviance(eta) / Math.max(1, observations - data.p());
        return phi > 1e-300 && phi < 1e300 ? phi : 1;
    }
}
