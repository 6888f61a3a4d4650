package org.glmmsql.fit;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.glmmsql.family.Density;
import org.glmmsql.family.Family;
import org.glmmsql.family.Link;
import org.glmmsql.likelihood.ModelData;
import org.glmmsql.likelihood.TermData;
import org.glmmsql.optimize.Objective;
import org.jspecify.annotations.Nullable;

/**
 * Where the optimizer starts and with which metric: beta and phi of the pooled GLM (iteratively reweighted least squares, McCullagh and
 * Nelder 1989, section 2.5), standard deviations by moments of the levels' scores, S^2 ~ I + sd^2 I^2.
 */
final class Start {
    private static final int ITERATIONS = 12;
    /** More rows than this do not make a better start. The canonical order makes the first ones as good as drawn at random by cluster. */
    private static final int SAMPLE = 20_000;
    /** Normal equations of a sample that are worse than this miss a rare level. */
    private static final double SOUND = 1e-8;

    /** Relative change of the deviance: it is but a start, random effects move the maximum further than this. */
    private static final double CLOSE_ENOUGH = 1e-3;
    /** The same where there may be several maxima, of which the highest is wanted. */
    private static final double CLOSE = 1e-7;

    /** Multiples of the mean response to begin with. */
    private static final double[] LEVELS = {1, 2, 0.5, 8, 0.1};

    /** So much farther from a constant predictor the pooled GLM is outside if it lies at the edge. */
    private static final double EDGE = 1e-5;

    private static final double AWAY = 0.1;

    private static final int SHRINKINGS = 8;
    /** Rows that are evaluated together. */
    private static final int BLOCK = 1024;
    /** How far towards a constant predictor, for random effects of the start's size. */
    private static final double PULL = 0.01;

    /** (beta, delta, theta), theta in the units of the linear predictor. */
    final double[] psi;
    /** Rough inverse of the information at psi. */
    final double[][] inverseInformation;
    /** Root of the dispersion of the pooled GLM, 1 for families without one. */
    final double sigma;
    /** Log-likelihood of the pooled GLM: what a model with random effects is never below. */
    final double pooledLogLik;

    /** The log density at a dispersion of 1. */
    private final double[][] values = new double[Density.ROWS][];

    private double[] flat = new double[0];

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
        inverseInformation = new double[psi.length][psi.length];
        use(Math.min(data.n(), SAMPLE));
        double[] eta = pooled();
        if (solver == null && rows < data.n()) {
            use(data.n());
            eta = pooled();
        }
        double phi = family.hasDispersion() ? dispersion(eta) : 1;
        sigma = Math.sqrt(phi);
        if (data.hasDispersion()) {
            psi[data.deltaFrom()] = Math.log(phi);
            for (int k = 0; k < data.d().length; k++)
                inverseInformation[data.deltaFrom() + k][data.deltaFrom() + k] = 2 / data.nobs();
        }
        pooledLogLik = pooledLogLik();
        eta = awayFromEdge(eta);
        setBetaMetric(phi);
        for (TermData term : data.terms()) startTerm(term, eta, phi);
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
        double[] beyond = new double[p];
        double[] inside = new double[p];
        for (int k = 0; k < p; k++) {
            beyond[k] = psi[k] + EDGE * (psi[k] - constant[k]);
            inside[k] = psi[k] + AWAY * (constant[k] - psi[k]);
        }
        if (deviance(predictor(beyond)) < Double.POSITIVE_INFINITY) return eta;
        double[] drawn = predictor(inside);
        LinearSolverDense<DMatrixRMaj> there = normalEquations(weights(drawn));
        if (there == null) return eta;
        solver = there;
        System.arraycopy(inside, 0, psi, 0, p);
        return drawn;
    }

    /** Whether the link has a range that predictors can leave. */
    private boolean bounded() {
        double[][] out = new double[Density.ROWS][1];
        for (double eta : new double[] {-3, 3}) {
            data.density().evaluate(0, 1, data.y(), data.w(), new double[] {eta}, new double[1], Density.VALUE, out);
            if (out[Density.L][0] == Double.NEGATIVE_INFINITY) return true;
        }
        return false;
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
        double[][] out = new double[Density.ROWS][BLOCK];
        double[] eta = new double[BLOCK];
        double[] tau = new double[BLOCK];
        double sum = data.logConstant();
        for (int from = 0; from < data.n(); from += BLOCK) {
            int len = Math.min(BLOCK, data.n() - from);
            data.fixedPredictor(from, len, psi, eta);
            data.logDispersion(from, len, psi, tau);
            data.density().evaluate(from, len, data.y(), data.w(), eta, tau, Density.VALUE, out);
            for (int j = 0; j < len; j++) sum += data.count()[from + j] * out[Density.L][j];
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
        values[Density.L] = new double[rows];
        observations = 0;
        for (int i = 0; i < rows; i++) if (data.w()[i] > 0) observations += data.count()[i];
    }

    /** The pooled GLM: beta into psi. @return its linear predictor */
    private double[] pooled() {
        int p = data.p();
        double[] best = climb(new double[p], startingEta(), Double.POSITIVE_INFINITY);
        double[] beta = Arrays.copyOf(psi, p);
        // the regression on the links of single responses may lead out of the range, or to one of several maxima
        if (solver == null || !data.density().concave())
            for (double factor : LEVELS) {
                double[] inside = constant(factor);
                double[] eta = predictor(inside);
                double deviance = deviance(eta);
                if (!(deviance < Double.POSITIVE_INFINITY)) continue;
                double before = solver == null ? Double.POSITIVE_INFINITY : deviance(best);
                LinearSolverDense<DMatrixRMaj> kept = solver;
                eta = climb(inside, eta, deviance);
                if (deviance(eta) < before) {
                    best = eta;
                    beta = Arrays.copyOf(psi, p);
                } else {
                    solver = kept;
                }
                if (data.density().concave()) break;
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
        int p = data.p();
        double[] working = new double[rows];
        double enough = data.density().concave() ? CLOSE_ENOUGH : CLOSE;
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            double[] weight = weights(eta);
            for (int i = 0; i < rows; i++)
                working[i] =
                        weight[i] > 0 ? eta[i] - offset(i) + (data.y()[i] - link.mu(eta[i])) / link.muEta(eta[i]) : 0;
            LinearSolverDense<DMatrixRMaj> normal = normalEquations(weight);
            if (normal == null) break;
            double[] beta = solve(normal, working, weight);
            double[] next = predictor(beta);
            double deviance = deviance(next);
            // a step out of the domain or uphill is halved towards the last beta
            boolean inside = last < Double.POSITIVE_INFINITY;
            for (int halving = 0; inside && halving < 40 && !(deviance <= last * (1 + 1e-8)); halving++) {
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

    /** The beta whose predictor is nearest to the link of a multiple of the mean, less the offset. */
    private double[] constant(double factor) {
        double level = link.eta(family.startingMean(factor * mean(), 1));
        double[] weight = new double[rows];
        double[] target = new double[rows];
        for (int i = 0; i < rows; i++) {
            weight[i] = data.w()[i] > 0 ? data.count()[i] : 0;
            target[i] = level - offset(i);
        }
        LinearSolverDense<DMatrixRMaj> normal = normalEquations(weight);
        return normal == null ? new double[data.p()] : solve(normal, target, weight);
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
        data.density().evaluate(0, rows, data.y(), data.w(), eta, flat, Density.VALUE, values);
        for (int i = 0; i < rows; i++)
            if (values[Density.L][i] == Double.NEGATIVE_INFINITY) return Double.POSITIVE_INFINITY;
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

    /** Moments of the levels' scores, coefficient by coefficient. */
    private void startTerm(TermData term, double[] eta, double phi) {
        int q = term.q();
        int[] place = new int[term.m()];
        int levels = numberSampledLevels(term, place);
        double[] score = new double[rows];
        double[] weight = new double[rows];
        for (int i = 0; i < rows; i++) {
            double mu = link.mu(eta[i]);
            double slope = link.muEta(eta[i]);
            double w = data.w()[i] * data.count()[i] * slope / (family.variance(mu) * phi);
            if (!(Math.abs(w) < 1e150)) continue;
            score[i] = w * (data.y()[i] - mu);
            weight[i] = w * slope;
        }
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
            widenBetaMetric(term, place, z, weight, info, sd[c]);
        }
        startingSd[term.index()] = sd;
        setTheta(term, 1, psi);
        double scale = term.law().dependsOnTheta() ? term.law().scale() : 1;
        for (int k = 0; k < term.thetaSize(); k++) {
            int at = term.thetaFrom() + k;
            double variance = 1 / Math.max(information * scale * scale, 1e-8);
            // logarithms of standard deviations vary by what they are relative to them
            if (!term.parameter(k).scales()) variance /= sd[Math.min(k, q - 1)] * sd[Math.min(k, q - 1)];
            inverseInformation[at][at] = variance;
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
