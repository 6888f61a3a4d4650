package org.glmmsql.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.glmmsql.family.Family;
import org.glmmsql.family.Link;
import org.glmmsql.family.LogDensity;
import org.glmmsql.family.Want;
import org.glmmsql.likelihood.ModelData;
import org.glmmsql.likelihood.PredictorData;
import org.glmmsql.likelihood.TermData;
import org.glmmsql.optimize.Objective;
import org.jspecify.annotations.Nullable;

/**
 * Where the optimizer starts and with which metric: beta and phi of the pooled GLM (iteratively reweighted least squares, McCullagh and
 * Nelder 1989, section 2.5), standard deviations by moments of the levels' scores, S^2 ~ I + sd^2 I^2.
 */
final class Start {
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

    /** Share of a random effect's starting size that leaves the others to be found first. */
    private static final double SMALL = 0.03;
    /** Multiple of the starting sizes to look for another maximum from. */
    private static final double LARGER = 8;

    /** So much farther from a constant predictor the pooled GLM is outside if it lies at the edge. */
    private static final double EDGE = 1e-5;
    /** How far from there towards a constant predictor it is drawn. */
    private static final double AWAY = 0.1;

    private static final int SHRINKINGS = 8;
    /** Rows that are evaluated together. */
    private static final int BLOCK = 1024;
    /** How far towards a constant predictor, for random effects of the start's size. */
    private static final double PULL = 0.01;

    /** Log f alone. */
    private static final Want VALUE = new Want(true, false, false, false, 1);

    private static final Want NEWTON = new Want(true, true, false, false, 1);

    /** (beta, delta, ..., theta), theta in the units of the linear predictor. */
    final double[] psi;
    /** Rough inverse of the information at psi. */
    final double[][] inverseInformation;
    /** Root of the dispersion of the pooled GLM, 1 for families without one. */
    final double sigma;
    /** Log-likelihood of the pooled GLM: what a model with random effects is never below. */
    final double pooledLogLik;

    /** The log density where the predictors beside the mean's are 0, as at a dispersion of 1. */
    private final double[][] values;

    private double[] flat = new double[0];

    /** Whether the pooled GLM lies at the edge of the range of the link. */
    private boolean pooledAtEdge;

    private final ModelData data;
    private final Family family;
    private final Link link;
    /** By term and coefficient, on the scale of the linear predictor. */
    private final double[][] startingSd;
    /** Rows that are used, the first. */
    private int rows;
    /** Rows of the data these stand for. */
    private double observations;
    /** Of the pooled GLM's normal equations; null if they have no solution. */
    private @Nullable LinearSolverDense<DMatrixRMaj> solver;

    Start(ModelData data, Family family, Link link) {
        this.data = data;
        this.family = family;
        this.link = link;
        psi = new double[data.size()];
        startingSd = new double[data.terms().size()][];
        values = new double[Want.places(data.density().predictors())][];
        inverseInformation = new double[psi.length][psi.length];
        use(Math.min(data.n(), SAMPLE));
        double[] eta = pooled();
        if (solver == null && rows < data.n()) {
            use(data.n());
            eta = pooled();
        }
        double phi = family.hasDispersion() ? dispersion(eta) : 1;
        sigma = Math.sqrt(phi);
        for (int s = 1; s < data.predictors().size(); s++)
            startPredictor(data.predictors().get(s), eta, phi);
        pooledLogLik = pooledLogLik();
        eta = awayFromEdge(eta);
        setBetaMetric(phi);
        for (TermData term : data.terms()) startTerm(term, eta, phi);
    }

    /** The constant of a predictor after the mean's: the log dispersion of the pooled GLM, or what the family says. */
    private void startPredictor(PredictorData predictor, double[] eta, double phi) {
        int[] coefficient = predictor.coefficient();
        if (coefficient.length == 0) return;
        double start = predictor.parameter().scale() ? Math.log(phi) : familyStart(predictor, eta);
        psi[coefficient[0]] = start;
        for (int place : coefficient) inverseInformation[place][place] = 2 / data.nobs();
    }

    private double familyStart(PredictorData predictor, double[] eta) {
        double[] mu = new double[rows];
        double[] weight = new double[rows];
        double offset = 0;
        for (int i = 0; i < rows; i++) {
            mu[i] = link.mu(eta[i]);
            weight[i] = data.w()[i] * data.count()[i];
            if (predictor.offset() != null) offset += predictor.offset()[i] / rows;
        }
        double start = family.start(predictor.parameter(), Arrays.copyOf(data.y(), rows), weight, mu);
        return start - offset;
    }

    /**
     * A pooled GLM at the edge of the range of the link has weights there without bound, which say nothing about any other point: it is
     * drawn towards a constant predictor.
     *
     * @return the linear predictor
     */
    private double[] awayFromEdge(double[] eta) {
        if (solver == null || !bounded()) return eta;
        double[] constant = constant(1);
        if (!(deviance(predictor(constant)) < Double.POSITIVE_INFINITY)) return eta;
        int p = data.p();
        if (!atEdge(constant)) return eta;
        pooledAtEdge = true;
        double[] inside = new double[p];
        for (int k = 0; k < p; k++) inside[k] = psi[k] + AWAY * (constant[k] - psi[k]);
        double[] drawn = predictor(inside);
        LinearSolverDense<DMatrixRMaj> there = normalEquations(weights(drawn));
        if (there == null) return eta;
        solver = there;
        System.arraycopy(inside, 0, psi, 0, p);
        return drawn;
    }

    /** Whether the link has a range that predictors can leave. */
    private boolean bounded() {
        double[][] out = new double[values.length][1];
        for (double eta : new double[] {-3, 3}) {
            data.density()
                    .evaluate(0, 1, data.y(), data.w(), withOthers(new double[] {eta}, new double[1]), VALUE, out);
            if (out[LogDensity.L][0] == Double.NEGATIVE_INFINITY) return true;
        }
        return false;
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

    /** Working weights of iteratively reweighted least squares. */
    private double[] weights(double[] eta) {
        double[] weight = new double[rows];
        for (int i = 0; i < rows; i++) {
            double slope = link.muEta(eta[i]);
            double w = data.w()[i] * data.count()[i] * slope * slope / family.variance(link.mu(eta[i]));
            weight[i] = w > 0 && w < Double.POSITIVE_INFINITY ? w : 0;
        }
        return weight;
    }

    /** By the density, of all rows at the coefficients of the pooled GLM. */
    private double pooledLogLik() {
        double[][] out = new double[values.length][BLOCK];
        double[][] eta = new double[data.predictors().size()][BLOCK];
        double sum = data.logConstant();
        for (int from = 0; from < data.n(); from += BLOCK) {
            int len = Math.min(BLOCK, data.n() - from);
            data.fixedPredictors(from, len, psi, eta);
            data.density().evaluate(from, len, data.y(), data.w(), eta, VALUE, out);
            for (int j = 0; j < len; j++) sum += data.count()[from + j] * out[LogDensity.L][j];
        }
        return Double.isNaN(sum) ? Double.NEGATIVE_INFINITY : sum;
    }

    /**
     * (beta, delta, theta) with the start's theta times {@code by}.
     *
     * @param from the first parameters of another point, or null for the start's own
     */
    double[] scaled(double @Nullable [] from, double by) {
        double[] result = psi.clone();
        if (from != null) System.arraycopy(from, 0, result, 0, data.thetaFrom());
        for (TermData term : data.terms()) setTheta(term, by, result);
        return result;
    }

    /**
     * Starts with larger random effects than its own, and, of its size and larger, with all but one of them, or but those of one size.
     *
     * @param first index in psi of the first parameter
     */
    List<double[]> others(int first) {
        List<double[]> starts = new ArrayList<>();
        starts.add(Arrays.copyOfRange(scaled(null, LARGER), first, psi.length));
        int effects = data.terms().stream().mapToInt(Start::sizes).sum();
        if (effects == 1) return starts;
        for (TermData term : data.terms())
            for (int c = 0; c < sizes(term); c++)
                for (double by : new double[] {1, LARGER}) {
                    double[] kept = startingSd[term.index()];
                    double[] small = kept.clone();
                    for (int k = 0; k < small.length; k++) if (k == c || sizes(term) == 1) small[k] *= SMALL;
                    startingSd[term.index()] = small;
                    starts.add(Arrays.copyOfRange(scaled(null, by), first, psi.length));
                    startingSd[term.index()] = kept;
                }
        return starts;
    }

    /** Of how many sizes its effects are: all of one, or each of its own. */
    private static int sizes(TermData term) {
        return term.law().dependsOnTheta() || term.structure().ownScales() ? term.q() : 1;
    }

    private void setTheta(TermData term, double by, double[] to) {
        int q = term.q();
        double[] scaled = new double[q];
        double scale = term.law().dependsOnTheta() ? term.law().scale() : 1;
        for (int c = 0; c < q; c++) scaled[c] = by * startingSd[term.index()][c] / scale;
        if (term.law().dependsOnTheta()) System.arraycopy(scaled, 0, to, term.thetaFrom(), q);
        else term.structure().start(q, scaled, to, term.thetaFrom());
    }

    private void use(int firstRows) {
        rows = firstRows;
        flat = new double[rows];
        values[LogDensity.L] = new double[rows];
        observations = 0;
        for (int i = 0; i < rows; i++) if (data.w()[i] > 0) observations += data.count()[i];
    }

    /** The pooled GLM: beta into psi. @return its linear predictor */
    private double[] pooled() {
        int p = data.p();
        double[] best = climb(new double[p], startingEta(), Double.POSITIVE_INFINITY);
        double[] beta = Arrays.copyOf(psi, p);
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
                        beta = Arrays.copyOf(psi, p);
                    } else {
                        solver = kept;
                    }
                }
                if (data.density().concave(1)) break;
            }
        System.arraycopy(beta, 0, psi, 0, p);
        return best;
    }

    /**
     * Iteratively reweighted least squares: beta into psi.
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
        int p = data.p();
        double[] working = new double[rows];
        for (int iteration = 0; iteration < iterations; iteration++) {
            double[] weight = observed ? observedWeights(eta) : weights(eta);
            for (int i = 0; i < rows; i++)
                working[i] = !(weight[i] > 0)
                        ? 0
                        : eta[i]
                                - offset(i)
                                + (observed
                                        ? data.count()[i] * values[LogDensity.L_ETA][i] / weight[i]
                                        : (data.y()[i] - link.mu(eta[i])) / link.muEta(eta[i]));
            LinearSolverDense<DMatrixRMaj> normal = normalEquations(weight);
            if (normal == null) break;
            double[] beta = solve(normal, working, weight);
            double[] next = predictor(beta);
            double deviance = deviance(next);
            // a step out of the domain or uphill is halved towards the last beta
            boolean inside = last < Double.POSITIVE_INFINITY;
            for (int halving = 0;
                    inside && halving < 40 && (!(deviance <= last * (1 + 1e-8)) || jumps(eta, next));
                    halving++) {
                for (int k = 0; k < p; k++) beta[k] = 0.5 * (beta[k] + from[k]);
                next = predictor(beta);
                deviance = deviance(next);
            }
            if (!(deviance < Double.POSITIVE_INFINITY)) break;
            solver = normal;
            from = beta;
            eta = next;
            if (Math.abs(last - deviance) < enough * (Math.abs(deviance) + 0.1)) break;
            last = deviance;
        }
        System.arraycopy(from, 0, psi, 0, p);
        return eta;
    }

    /** Whether a step leads over the pole of 1 / eta, from one maximum's side to another's. */
    private boolean jumps(double[] eta, double[] next) {
        if (data.density().concave(1)) return false;
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
            weight[i] = data.w()[i] > 0 ? data.count()[i] : 0;
            less[i] = target[i] - offset(i);
        }
        LinearSolverDense<DMatrixRMaj> normal = normalEquations(weight);
        return normal == null ? new double[data.p()] : solve(normal, less, weight);
    }

    /** Whether the pooled GLM, followed to its end, lies at the edge of the range of the link. */
    boolean pooledAtEdge() {
        if (pooledAtEdge || !bounded()) return pooledAtEdge;
        double[] kept = psi.clone();
        LinearSolverDense<DMatrixRMaj> normal = solver;
        double[] eta = predictor(psi);
        climb(Arrays.copyOf(psi, data.p()), eta, deviance(eta), MANY_ITERATIONS, VERY_CLOSE, false);
        pooledAtEdge = atEdge(constant(1));
        solver = normal;
        System.arraycopy(kept, 0, psi, 0, psi.length);
        return pooledAtEdge;
    }

    /** Whether beta of psi is as far from a constant predictor as the range allows. */
    private boolean atEdge(double[] constant) {
        double[] beyond = new double[data.p()];
        for (int k = 0; k < beyond.length; k++) beyond[k] = psi[k] + EDGE * (psi[k] - constant[k]);
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

    private double[] predictor(double[] beta) {
        double[] eta = new double[rows];
        data.fixedPredictor(0, eta.length, beta, eta);
        return eta;
    }

    /** Infinite outside the range of the link, where the unit deviances mean nothing. */
    private double deviance(double[] eta) {
        data.density().evaluate(0, rows, data.y(), data.w(), withOthers(eta, flat), VALUE, values);
        for (int i = 0; i < rows; i++)
            if (values[LogDensity.L][i] == Double.NEGATIVE_INFINITY) return Double.POSITIVE_INFINITY;
        double sum = 0;
        for (int i = 0; i < eta.length; i++)
            if (data.w()[i] > 0)
                sum += data.count()[i] * data.w()[i] * family.unitDeviance(data.y()[i], link.mu(eta[i]));
        return Double.isNaN(sum) ? Double.POSITIVE_INFINITY : sum;
    }

    /** From the deviance: squared residuals explode with the random effects of a log link, their logarithms do not. */
    private double dispersion(double[] eta) {
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

    private void setBetaMetric(double phi) {
        int p = data.p();
        if (solver == null) {
            for (int k = 0; k < p; k++) inverseInformation[k][k] = 1 / data.nobs();
            return;
        }
        double share = observations / data.nobs();
        DMatrixRMaj inverse = new DMatrixRMaj(p, p);
        solver.invert(inverse);
        for (int k = 0; k < p; k++)
            for (int l = 0; l < p; l++) inverseInformation[k][l] = phi * share * inverse.get(k, l);
    }

    /** Scores of the rows by the mean's predictor at eta, and their information. */
    private void scoresOfMean(double[] eta, double phi, double[] score, double[] weight) {
        double[][] others = new double[data.predictors().size()][rows];
        data.fixedPredictors(0, rows, psi, others);
        double[] rest = new double[others.length - 1];
        for (int i = 0; i < rows; i++) {
            double mu = link.mu(eta[i]);
            double slope = link.muEta(eta[i]);
            for (int s = 0; s < rest.length; s++) rest[s] = others[s + 1][i];
            double w = data.w()[i] * data.count()[i] * slope / (family.variance(mu, rest) * phi);
            if (!(Math.abs(w) < 1e150)) continue;
            score[i] = w * (data.y()[i] - mu);
            weight[i] = w * slope;
        }
    }

    /** The same by another predictor, from the density. */
    private void scoresOf(int predictor, double[] score, double[] weight) {
        double[][] eta = new double[data.predictors().size()][rows];
        data.fixedPredictors(0, rows, psi, eta);
        double[][] out = new double[values.length][rows];
        Want want = new Want(false, true, false, false, 1 | 1 << predictor);
        data.density().evaluate(0, rows, data.y(), data.w(), eta, want, out);
        double[] first = out[Want.place(predictor)];
        double[] second = out[Want.place(predictor, predictor)];
        for (int i = 0; i < rows; i++) {
            if (!(Math.abs(first[i]) < 1e150 && Math.abs(second[i]) < 1e150)) continue;
            score[i] = data.count()[i] * first[i];
            weight[i] = data.count()[i] * Math.max(0, -second[i]);
        }
    }

    /** Moments of the levels' scores, coefficient by coefficient. */
    private void startTerm(TermData term, double[] eta, double phi) {
        int q = term.q();
        int[] place = new int[term.m()];
        int levels = numberSampledLevels(term, place);
        double[] score = new double[rows];
        double[] weight = new double[rows];
        if (term.predictor() == 0) scoresOfMean(eta, phi, score, weight);
        else scoresOf(term.predictor(), score, weight);
        double[] sd = new double[q];
        double information = 0;
        for (int c = 0; c < q; c++) {
            double[] levelScore = new double[levels];
            double[] info = new double[levels];
            double[] z = term.z()[c];
            for (int i = 0; i < rows; i++) {
                int l = place[term.level()[i]];
                levelScore[l] += score[i] * z[i];
                info[l] += weight[i] * z[i] * z[i];
            }
            double excess = 0;
            double squares = 0;
            double total = 0;
            int informed = 0;
            for (int l = 0; l < levels; l++) {
                excess += levelScore[l] * levelScore[l] - info[l];
                squares += info[l] * info[l];
                total += info[l];
                if (info[l] > 0) informed++;
            }
            double floor = 0.1 * informed / Math.max(total, 1e-300);
            double variance = Math.max(floor, excess / Math.max(squares, 1e-300));
            sd[c] = Math.sqrt(Math.min(variance, Math.max(floor, 4 * phi)));
            for (int l = 0; l < levels; l++) {
                double ratio = sd[c] * info[l] / (1 + sd[c] * sd[c] * info[l]);
                information += 2 * ratio * ratio / q * (data.nobs() / observations);
            }
            if (term.predictor() == 0) widenBetaMetric(term, place, z, weight, info, sd[c]);
        }
        startingSd[term.index()] = sd;
        setTheta(term, 1, psi);
        double[] squares = FactorSlopes.squares(term, psi);
        for (int k = 0; k < squares.length; k++) {
            int at = term.thetaFrom() + k;
            inverseInformation[at][at] = 1 / Math.max(information * squares[k], 1e-8);
        }
    }

    /**
     * psi where the likelihood is finite: the random effects of the start may be too large for the range of the link, so that some level
     * has no mode, and the pooled GLM may lie at the edge of that range. So they are made smaller, and beta is drawn towards a constant
     * predictor.
     *
     * @param objective infinite where a level has no mode
     * @param first index in psi of the objective's first parameter
     * @return the parameters of the objective
     */
    double[] inside(Objective objective, int first) {
        double[] gradient = new double[psi.length - first];
        double[] from = Arrays.copyOfRange(psi, first, psi.length);
        double[] interior = null;
        double share = 1;
        for (int k = 0; k < SHRINKINGS && !(objective.evaluate(from, gradient) < Double.POSITIVE_INFINITY); k++) {
            share /= 4;
            if (interior == null) {
                interior = constant(1);
                if (!(deviance(predictor(interior)) < Double.POSITIVE_INFINITY)) interior = psi;
            }
            double pull = Math.min(0.5, PULL / share);
            double[] drawn = psi.clone();
            for (int i = 0; i < data.p(); i++) drawn[i] = (1 - pull) * psi[i] + pull * interior[i];
            from = Arrays.copyOfRange(scaled(drawn, share), first, psi.length);
        }
        return from;
    }

    /** Numbers the levels that occur in the sample from 0, by level into {@code place}. @return how many there are */
    private int numberSampledLevels(TermData term, int[] place) {
        Arrays.fill(place, -1);
        int levels = 0;
        for (int i = 0; i < rows; i++) if (place[term.level()[i]] < 0) place[term.level()[i]] = levels++;
        return levels;
    }

    /**
     * Adds to the metric of beta what one random coefficient costs: with working weights W and its effects b_l of variance sd^2 the
     * information is M - R, M = X'WX, R = sum_l X'Wz_l (1 / sd^2 + z_l'Wz_l)^-1 z_l'WX, so the variance grows by (M - R)^-1 - M^-1. An
     * intercept's metric would be far too narrow without, and the first steps of the search too short.
     *
     * @param info z_l'Wz_l by sampled level
     */
    private void widenBetaMetric(TermData term, int[] place, double[] z, double[] weight, double[] info, double sd) {
        int p = data.p();
        int levels = info.length;
        double share = observations / data.nobs();
        // a sample of the rows has whole levels of the factor that leads their order, parts of the levels of the others
        double levelShare = Math.min(1, share * term.m() / levels);
        double perLevel = term.m() / (double) levels / (levelShare * levelShare);
        DMatrixRMaj cross = new DMatrixRMaj(p, levels);
        DMatrixRMaj reduced = new DMatrixRMaj(p, p);
        for (int k = 0; k < p; k++) {
            double[] xk = data.x()[k];
            for (int i = 0; i < rows; i++) cross.data[k * levels + place[term.level()[i]]] += weight[i] * z[i] * xk[i];
            for (int l = 0; l <= k; l++) {
                double[] xl = data.x()[l];
                double sum = 0;
                for (int i = 0; i < rows; i++) sum += weight[i] * xk[i] * xl[i];
                reduced.set(k, l, sum / share);
                reduced.set(l, k, sum / share);
            }
        }
        DMatrixRMaj narrow = new DMatrixRMaj(p, p);
        DMatrixRMaj wide = new DMatrixRMaj(p, p);
        if (p == 0 || !CommonOps_DDRM.invertSPD(reduced, narrow)) return;
        DMatrixRMaj scaled = cross.copy();
        for (int l = 0; l < levels; l++) {
            double factor = perLevel / (1 / (sd * sd) + info[l] / levelShare);
            for (int k = 0; k < p; k++) scaled.data[k * levels + l] *= factor;
        }
        CommonOps_DDRM.multAddTransB(-1, scaled, cross, reduced);
        if (!CommonOps_DDRM.invertSPD(reduced, wide)) return;
        for (int k = 0; k < p; k++)
            for (int l = 0; l < p; l++) inverseInformation[k][l] += wide.get(k, l) - narrow.get(k, l);
    }
}
