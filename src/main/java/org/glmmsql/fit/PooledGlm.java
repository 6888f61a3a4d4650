package org.glmmsql.fit;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.glmmsql.family.Family;
import org.glmmsql.family.Link;
import org.glmmsql.family.LogDensity;
import org.glmmsql.family.Want;
import org.glmmsql.likelihood.ModelData;
import org.jspecify.annotations.Nullable;

/**
 * The GLM of all rows without random effects, as far as a start needs it: iteratively reweighted least squares (McCullagh and Nelder
 * 1989, section 2.5) on the first rows, the parameters beside the mean held where their predictors are 0.
 */
final class PooledGlm {
    private static final int ITERATIONS = 12;
    /** Where there may be several maxima, of which the highest is wanted. */
    private static final int MANY_ITERATIONS = 60;
    /** More rows than this do not make a better start. The canonical order makes the first ones as good as drawn at random by cluster. */
    private static final int SAMPLE = 20_000;
    /** Normal equations of a sample that are worse than this miss a rare level. */
    private static final double SOUND = 1e-8;
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
    /** The log density where the predictors beside the mean's are 0, as at a dispersion of 1. */
    private final double[][] values;

    private double[] flat = new double[0];
    /** Coefficients of the mean, and its predictor at the rows in use. */
    double[] beta;

    double[] eta;
    /** Rows that are used, the first. */
    int rows;
    /** Rows of the data these stand for. */
    double observations;
    /** Of the normal equations; null if they have no solution. */
    @Nullable
    LinearSolverDense<DMatrixRMaj> solver;

    /** Whether the link has a range that predictors can leave. */
    private final boolean bounded;

    /** Whether it lies at the edge of the range of the link. */
    private boolean atEdge;

    PooledGlm(ModelData data, Family family, Link link) {
        this.data = data;
        this.family = family;
        this.link = link;
        beta = new double[data.p()];
        values = new double[Want.places(data.density().predictors())][];
        bounded = !family.linksOfTheWholeLine().contains(link.name());
        use(Math.min(data.n(), SAMPLE));
        eta = pooled();
        if (solver == null && rows < data.n()) {
            use(data.n());
            eta = pooled();
        }
    }

    /**
     * A GLM at the edge of the range of the link has weights there without bound, which say nothing about any other point: it is drawn
     * towards a constant predictor.
     */
    void drawAwayFromEdge() {
        if (solver == null || !bounded) return;
        double[] constant = constant(1);
        if (!(deviance(predictor(constant)) < Double.POSITIVE_INFINITY) || !reachesEdge(constant)) return;
        atEdge = true;
        double[] inside = new double[beta.length];
        for (int k = 0; k < inside.length; k++) inside[k] = beta[k] + AWAY * (constant[k] - beta[k]);
        double[] drawn = predictor(inside);
        LinearSolverDense<DMatrixRMaj> there = normalEquations(weights(drawn, new double[rows]));
        if (there == null) return;
        solver = there;
        beta = inside;
        eta = drawn;
    }

    /** |l''| of the log density at other predictors of 0, whose l' is there too. */
    private double[] observedWeights(double[] eta) {
        values[LogDensity.L_ETA] = new double[rows];
        values[LogDensity.L_ETA2] = new double[rows];
        data.density().evaluate(0, rows, data.y(), data.w(), withOthers(eta, flat), NEWTON, values);
        double[] weight = new double[rows];
        for (int i = 0; i < rows; i++) {
            double w = data.count()[i] * Math.abs(values[LogDensity.L_ETA2][i]);
            weight[i] = w < Double.POSITIVE_INFINITY ? w : 0;
        }
        return weight;
    }

    /** Predictors of rows whose mean has this one, and the other parameters that. */
    private double[][] withOthers(double[] eta, double[] others) {
        double[][] predictors = new double[data.predictors().size()][];
        Arrays.fill(predictors, others);
        predictors[0] = eta;
        return predictors;
    }

    /** Working weights of iteratively reweighted least squares. @param residual where the working residuals go */
    private double[] weights(double[] eta, double[] residual) {
        double[] weight = new double[rows];
        for (int i = 0; i < rows; i++) {
            double mu = link.mu(eta[i]);
            double slope = link.muEta(eta[i]);
            double w = data.w()[i] * data.count()[i] * slope * slope / family.variance(mu);
            weight[i] = w > 0 && w < Double.POSITIVE_INFINITY ? w : 0;
            residual[i] = (data.y()[i] - mu) / slope;
        }
        return weight;
    }

    private void use(int firstRows) {
        rows = firstRows;
        flat = new double[rows];
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
        if (solver == null || !data.density().concave(1))
            for (int start = -1; start < LEVELS.length; start++) {
                double[] inside = start < 0 ? nearest(startingEta()) : constant(LEVELS[start]);
                double[] there = predictor(inside);
                double deviance = deviance(there);
                if (!(deviance < Double.POSITIVE_INFINITY)) continue;
                for (boolean observed : data.density().concave(1) ? EXPECTED : EITHER) {
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
                if (data.density().concave(1)) break;
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
        boolean concave = data.density().concave(1);
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
            LinearSolverDense<DMatrixRMaj> normal = normalEquations(weight);
            if (normal == null) break;
            double[] there = solve(normal, working, weight);
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
        if (data.density().concave(1)) return false;
        for (int i = 0; i < rows; i++) if (link.mu(eta[i]) * link.mu(next[i]) < 0) return true;
        return false;
    }

    /** The beta whose predictor is nearest to the link of a multiple of the mean. */
    double[] constant(double factor) {
        double[] target = new double[rows];
        Arrays.fill(target, level(factor));
        return nearest(target);
    }

    /** The beta whose predictor is nearest to another one. */
    private double[] nearest(double[] target) {
        double[] weight = new double[rows];
        double[] less = new double[rows];
        for (int i = 0; i < rows; i++) {
            weight[i] = data.w()[i] > 0 ? data.count()[i] : 0;
            less[i] = target[i] - offset(i);
        }
        LinearSolverDense<DMatrixRMaj> normal = normalEquations(weight);
        return normal == null ? new double[data.p()] : solve(normal, less, weight);
    }

    /** Whether the GLM, followed to its end, lies at the edge of the range of the link. */
    boolean atEdge() {
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

    /** A predictor in the range of every row's density: the link of the mean response. */
    double constantLevel() {
        return level(1);
    }

    private double level(double factor) {
        return link.eta(family.startingMean(factor * mean(), 1));
    }

    private double mean() {
        double sum = 0;
        double total = 0;
        for (int i = 0; i < rows; i++) {
            sum += data.w()[i] * data.count()[i] * data.y()[i];
            total += data.w()[i] * data.count()[i];
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
            eta[i] = link.eta(family.startingMean(data.y()[i], data.w()[i]));
            // a gaussian response below 0 has no logarithm: its row starts at the mean of all
            if (!(Math.abs(eta[i]) < Double.POSITIVE_INFINITY)) eta[i] = Double.isFinite(fallback) ? fallback : 1;
        }
        return eta;
    }

    double[] predictor(double[] beta) {
        double[] eta = new double[rows];
        data.fixedPredictor(0, eta.length, beta, eta);
        return eta;
    }

    private boolean inside(double[] eta) {
        data.density().evaluate(0, rows, data.y(), data.w(), withOthers(eta, flat), VALUE, values);
        for (int i = 0; i < rows; i++) if (values[LogDensity.L][i] == Double.NEGATIVE_INFINITY) return false;
        return true;
    }

    /** Infinite outside the range of the link, where the unit deviances mean nothing. */
    double deviance(double[] eta) {
        if (bounded && !inside(eta)) return Double.POSITIVE_INFINITY;
        double sum = 0;
        for (int i = 0; i < eta.length; i++)
            if (data.w()[i] > 0)
                sum += data.count()[i] * data.w()[i] * family.unitDeviance(data.y()[i], link.mu(eta[i]));
        return Double.isNaN(sum) ? Double.POSITIVE_INFINITY : sum;
    }

    /** From the deviance: squared residuals explode with the random effects of a log link, their logarithms do not. */
    double dispersion() {
        double phi = deviance(eta) / Math.max(1, observations - data.p());
        return phi > 1e-300 && phi < 1e300 ? phi : 1;
    }

    private LinearSolverDense<DMatrixRMaj> normalEquations(double[] weight) {
        int p = data.p();
        DMatrixRMaj xwx = new DMatrixRMaj(p, p);
        for (int k = 0; k < p; k++)
            for (int l = 0; l <= k; l++) {
                double[] xk = data.x()[k];
                double[] xl = data.x()[l];
                double sum = 0;
                for (int i = 0; i < weight.length; i++) sum += weight[i] * xk[i] * xl[i];
                xwx.set(k, l, sum);
                xwx.set(l, k, sum);
            }
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(Math.max(1, p));
        boolean usable = p > 0 && solver.setA(xwx) && (rows == data.n() || solver.quality() > SOUND);
        return usable ? solver : null;
    }

    private double[] solve(LinearSolverDense<DMatrixRMaj> solver, double[] working, double[] weight) {
        int p = data.p();
        DMatrixRMaj b = new DMatrixRMaj(p, 1);
        for (int k = 0; k < p; k++) {
            double sum = 0;
            for (int i = 0; i < weight.length; i++) sum += weight[i] * working[i] * data.x()[k][i];
            b.set(k, 0, sum);
        }
        DMatrixRMaj beta = new DMatrixRMaj(p, 1);
        solver.solve(b, beta);
        return beta.data;
    }
}
