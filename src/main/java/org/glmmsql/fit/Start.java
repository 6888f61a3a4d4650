package org.glmmsql.fit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.glmmsql.family.Family;
import org.glmmsql.family.Link;
import org.glmmsql.family.LogDensity;
import org.glmmsql.family.Want;
import org.glmmsql.likelihood.ModelData;
import org.glmmsql.likelihood.PredictorData;
import org.glmmsql.likelihood.ResidualData;
import org.glmmsql.likelihood.TermData;
import org.glmmsql.optimize.Objective;
import org.jspecify.annotations.Nullable;

/**
 * Where the optimizer starts and with which metric: beta and phi of the {@link Pooled} model, standard deviations by moments of the levels' scores, S^2 ~ I + sd^2 I^2.
 */
final class Start {

    /** Share of a random effect's starting size that leaves the others to be found first. */
    private static final double SMALL = 0.03;
    /** Multiple of the starting sizes to look for another maximum from. */
    private static final double LARGER = 8;

    private static final int SHRINKINGS = 8;
    /** Rows that are evaluated together. */
    private static final int BLOCK = 1024;
    /** How far towards a constant predictor, for random effects of the start's size. */
    private static final double PULL = 0.01;

    /** Log f alone. */
    private static final Want VALUE = new Want(true, false, false, false, 1);

    /** (beta, delta, ..., theta), theta in the units of the linear predictor. */
    final double[] psi;
    /** Rough inverse of the information at psi. */
    final double[][] inverseInformation;
    /** Root of the dispersion of the pooled GLM, 1 for families without one. */
    final double sigma;
    /** Log-likelihood of the pooled GLM: what a model with random effects is never below. */
    final double pooledLogLik;

    private final ModelData data;
    private final Family family;
    private final Link link;
    /** By term and coefficient, on the scale of the linear predictor. */
    final double[][] startingSd;

    private final Pooled pooled;
    private final int rows;

    Start(ModelData data, Family family, Link link) {
        this.data = data;
        this.family = family;
        this.link = link;
        psi = new double[data.size()];
        startingSd = new double[data.terms().size()][];
        inverseInformation = new double[psi.length][psi.length];
        pooled = family.ofCategories() ? new PooledCategories(data, link) : new PooledGlm(data, family, link);
        rows = pooled.rows();
        double phi = family.hasDispersion() ? pooled.dispersion() : 1;
        sigma = Math.sqrt(phi);
        System.arraycopy(pooled.beta(), 0, psi, 0, data.p());
        double[] together = pooled.others();
        System.arraycopy(together, 0, psi, data.p(), together.length);
        for (PredictorData predictor :
                data.predictors().subList(1, data.predictors().size()))
            if (predictor.parameter().threshold() == null) startPredictor(predictor, pooled.eta(), phi);
        pooledLogLik = pooledLogLik();
        pooled.drawAwayFromEdge();
        System.arraycopy(pooled.beta(), 0, psi, 0, data.p());
        setBetaMetric(phi * varianceAtOne());
        for (TermData term : data.terms()) startTerm(term, pooled.eta(), phi);
        if (data.residual() != null) startResidual(data.residual());
    }

    private void startResidual(ResidualData residual) {
        residual.start(sigma, psi);
        for (int k = residual.thetaFrom(); k < residual.thetaFrom() + residual.size(); k++)
            inverseInformation[k][k] = residual.block() / data.nobs();
    }

    /** Whether the pooled GLM, followed to its end, lies at the edge of the range of the link. */
    boolean pooledAtEdge() {
        return pooled.atEdge();
    }

    /** A predictor in the range of every row's density: the link of the mean response. */
    double constantLevel() {
        return pooled.constantLevel();
    }

    /** The constant of a predictor after the mean's: the log dispersion of the pooled GLM, or what the family says. */
    private void startPredictor(PredictorData predictor, double[] eta, double phi) {
        int[] coefficient = predictor.coefficient();
        if (coefficient.length == 0) return;
        double start = predictor.parameter().scale() ? Math.log(phi) : familyStart(predictor, eta);
        psi[coefficient[0]] = start;
        for (int place : coefficient) inverseInformation[place][place] = 2 / data.nobs();
    }

    /** Var y by the starts of all predictors over that at a dispersion of 1, for families that are told by more than a phi. */
    private double varianceAtOne() {
        if (!family.hasUnit() || family.hasDispersion()) return 1;
        double[][] predictors = fixedPredictors();
        double sum = 0;
        double n = 0;
        for (int i = 0; i < rows; i++) {
            double mu = link.mu(pooled.eta()[i]);
            double ratio = family.variance(mu, others(predictors, i)) / family.variance(mu);
            if (!(data.w()[i] > 0 && ratio < Double.POSITIVE_INFINITY)) continue;
            sum += data.count()[i] * ratio;
            n += data.count()[i];
        }
        return sum > 0 ? sum / n : 1;
    }

    private double[][] fixedPredictors() {
        double[][] predictors = new double[data.predictors().size()][rows];
        data.fixedPredictors(0, rows, psi, predictors);
        return predictors;
    }

    /** Those of a row after the mean's. */
    private static double[] others(double[][] predictors, int row) {
        double[] others = new double[predictors.length - 1];
        for (int s = 0; s < others.length; s++) others[s] = predictors[s + 1][row];
        return others;
    }

    /** Where else the search may begin, from a point that one of them led to. @param first index in psi of its first parameter */
    List<double[]> otherShapes(double[] from, int first) {
        List<double[]> starts = new ArrayList<>();
        for (PredictorData predictor :
                data.predictors().subList(1, data.predictors().size())) {
            if (predictor.coefficient().length == 0) continue;
            int at = predictor.coefficient()[0];
            for (double other : family.otherStarts(predictor.parameter(), psi[at])) {
                double[] start = from.clone();
                start[at - first] = other;
                starts.add(start);
            }
        }
        return starts;
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

    /** By the density, of all rows at the coefficients of the pooled GLM. */
    private double pooledLogLik() {
        double[][] out = new double[Want.places(data.density().predictors())][BLOCK];
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

    private void setBetaMetric(double phi) {
        double[][] inverse = pooled.inverseInformation();
        if (inverse == null) {
            int estimated = data.p() + pooled.others().length;
            for (int k = 0; k < estimated; k++) inverseInformation[k][k] = 1 / data.nobs();
            return;
        }
        double share = pooled.observations() / data.nobs();
        for (int k = 0; k < inverse.length; k++)
            for (int l = 0; l < inverse.length; l++) inverseInformation[k][l] = phi * share * inverse[k][l];
    }

    /** Scores of the rows by the mean's predictor at eta, and their information. */
    private void scoresOfMean(double[] eta, double phi, double[] score, double[] weight) {
        double[][] predictors = fixedPredictors();
        if (Double.isInfinite(family.variance(link.mu(eta[0]), others(predictors, 0)))) {
            scoresOf(0, score, weight);
            return;
        }
        for (int i = 0; i < rows; i++) {
            if (family.isApart(data.y()[i])) continue;
            double mu = link.mu(eta[i]);
            double slope = link.muEta(eta[i]);
            double variance = family.variance(mu, others(predictors, i), data.w()[i]);
            double w = data.w()[i] * data.count()[i] * slope / (variance * phi);
            if (!(Math.abs(w) < 1e150)) continue;
            score[i] = w * (data.y()[i] - mu);
            weight[i] = w * slope;
        }
    }

    /** The same by another predictor, from the density. */
    private void scoresOf(int predictor, double[] score, double[] weight) {
        double[][] eta = fixedPredictors();
        double[][] out = new double[Want.places(data.density().predictors())][rows];
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
        if (term.predictor() == 0 && !family.ofCategories()) scoresOfMean(eta, phi, score, weight);
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
                information += 2 * ratio * ratio / q * (data.nobs() / pooled.observations());
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
                interior = pooled.interior();
                if (interior == null) interior = psi;
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
        double share = pooled.observations() / data.nobs();
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
