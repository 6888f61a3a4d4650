package org.glmmsql.fit;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.glmmsql.family.Link;
import org.glmmsql.family.LogDensity;
import org.glmmsql.family.Want;
import org.glmmsql.likelihood.ModelData;
import org.glmmsql.likelihood.PredictorData;
import org.jspecify.annotations.Nullable;

/**
 * The cumulative model of all rows without random effects: Newton's method on all coefficients together, from the thresholds that give each
 * category its share.
 */
final class PooledCategories implements Pooled {
    private static final int ITERATIONS = 25;
    private static final int HALVINGS = 30;
    /** More rows than this do not make a better start, unless they miss a category. */
    private static final int SAMPLE = 20_000;
    /** Log-likelihood that another step would gain: it is but a start. */
    private static final double CLOSE_ENOUGH = 1e-4;

    private static final Want VALUE = new Want(true, false, false, false, 1);

    private final ModelData data;
    private final Link link;
    /** Coefficients of the mean, and of the thresholds. */
    private final int size;

    private final int rows;
    private final double observations;
    private final double[][] predictors;
    private final double[][] out;
    private double[] psi;
    private double[] eta = new double[0];
    private double @Nullable [][] inverse;

    PooledCategories(ModelData data, Link link) {
        this.data = data;
        this.link = link;
        size = data.thetaFrom();
        double[] shares = shares(data.n());
        int first = Math.min(data.n(), SAMPLE);
        rows = Arrays.stream(shares(first)).allMatch(share -> share > 0) ? first : data.n();
        double count = 0;
        for (int i = 0; i < rows; i++) if (data.w()[i] > 0) count += data.count()[i];
        observations = count;
        int k = data.density().predictors();
        predictors = new double[k][rows];
        out = new double[Want.places(k)][rows];
        psi = start(shares);
        climb();
        eta = new double[rows];
        data.fixedPredictor(0, rows, psi, eta);
    }

    /** Of each category, in the first rows. */
    private double[] shares(int first) {
        double[] shares = new double[(int) Arrays.stream(data.y()).max().orElse(1)];
        double total = 0;
        for (int i = 0; i < first; i++) {
            double weight = data.w()[i] * data.count()[i];
            shares[(int) data.y()[i] - 1] += weight;
            total += weight;
        }
        for (int j = 0; j < shares.length; j++) shares[j] /= total;
        return shares;
    }

    /** Thresholds of the shares, in coordinates in which one of them is the intercept's negative. */
    private double[] start(double[] shares) {
        double[] psi = new double[size];
        double[] thresholds = new double[shares.length - 1];
        double below = 0;
        for (int j = 0; j < thresholds.length; j++) {
            below += shares[j];
            thresholds[j] = link.eta(below);
        }
        double reference = Double.NaN;
        double mean = 0;
        PredictorData upper = data.predictors().get(1);
        int[] place = new int[thresholds.length];
        Arrays.fill(place, -1);
        for (int i = 0; i < data.n(); i++) {
            int j = (int) data.y()[i] - 1;
            if (j == thresholds.length) continue;
            for (int k = 0; k < upper.x().length; k++) if (upper.x()[k][i] == 1) place[j] = upper.coefficient()[k];
        }
        for (int j = 0; j < thresholds.length; j++) if (place[j] < 0) reference = thresholds[j];
        for (int j = 0; j < thresholds.length; j++) if (place[j] >= 0) psi[place[j]] = thresholds[j] - reference;
        for (int i = 0; i < rows && data.offset() != null; i++)
            mean += data.count()[i] * data.offset()[i] / observations;
        // the intercept is the first column, and not scaled
        psi[0] = -reference - mean;
        return psi;
    }

    private double value(double[] at) {
        data.fixedPredictors(0, rows, at, predictors);
        data.density().evaluate(0, rows, data.y(), data.w(), predictors, VALUE, out);
        double sum = 0;
        for (int i = 0; i < rows; i++) sum += data.count()[i] * out[LogDensity.L][i];
        return Double.isNaN(sum) ? Double.NEGATIVE_INFINITY : sum;
    }

    private void climb() {
        double value = value(psi);
        for (int iteration = 0; iteration < ITERATIONS; iteration++) {
            DMatrixRMaj information = new DMatrixRMaj(size, size);
            DMatrixRMaj score = new DMatrixRMaj(size, 1);
            derivatives(information, score);
            LinearSolverDense<DMatrixRMaj> solver = solver(information);
            if (solver == null) return;
            DMatrixRMaj step = new DMatrixRMaj(size, 1);
            solver.solve(score, step);
            DMatrixRMaj inverted = new DMatrixRMaj(size, size);
            solver.invert(inverted);
            inverse = new double[size][];
            for (int k = 0; k < size; k++) inverse[k] = Arrays.copyOfRange(inverted.data, k * size, (k + 1) * size);
            double gain = CommonOps_DDRM.dot(score, step) / 2;
            double next = Double.NEGATIVE_INFINITY;
            double[] there = psi;
            double t = 1;
            for (int halving = 0; halving < HALVINGS && !(next >= value); halving++, t /= 2) {
                there = psi.clone();
                for (int k = 0; k < size; k++) there[k] += t * step.data[k];
                next = value(there);
            }
            if (!(next >= value)) return;
            psi = there;
            value = next;
            if (gain < CLOSE_ENOUGH) return;
        }
    }

    /** A row has an entry for each column of the mean, and one for each of its two thresholds that is estimated. */
    private void derivatives(DMatrixRMaj information, DMatrixRMaj score) {
        int k = data.density().predictors();
        data.fixedPredictors(0, rows, psi, predictors);
        Want want = new Want(false, true, false, false, (1 << k) - 1);
        data.density().evaluate(0, rows, data.y(), data.w(), predictors, want, out);
        int p = data.p();
        int[] place = new int[size];
        int[] predictor = new int[size];
        double[] value = new double[size];
        for (int i = 0; i < rows; i++) {
            if (!(data.w()[i] > 0)) continue;
            int entries = 0;
            for (int c = 0; c < p; c++, entries++) {
                place[entries] = c;
                value[entries] = data.x()[c][i];
                predictor[entries] = 0;
            }
            for (int s = 1; s < k; s++) {
                PredictorData threshold = data.predictors().get(s);
                for (int c = 0; c < threshold.x().length; c++) {
                    if (threshold.x()[c][i] == 0) continue;
                    place[entries] = threshold.coefficient()[c];
                    value[entries] = 1;
                    predictor[entries++] = s;
                }
            }
            double count = data.count()[i];
            for (int a = 0; a < entries; a++) {
                score.data[place[a]] += count * value[a] * out[Want.place(predictor[a])][i];
                for (int b = 0; b < entries; b++)
                    information.data[place[a] * size + place[b]] -=
                            count * value[a] * value[b] * out[Want.place(predictor[a], predictor[b])][i];
            }
        }
    }

    /** Of the information, made positive where it is not: far from the maximum of a density that is not concave. */
    private @Nullable LinearSolverDense<DMatrixRMaj> solver(DMatrixRMaj information) {
        double most = 0;
        for (int k = 0; k < size; k++) most = Math.max(most, Math.abs(information.get(k, k)));
        for (double ridge = 0; ridge <= most; ridge = ridge == 0 ? 1e-10 * most : 100 * ridge) {
            DMatrixRMaj ridged = information.copy();
            for (int k = 0; k < size; k++) ridged.add(k, k, ridge);
            LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(size);
            if (most < Double.POSITIVE_INFINITY && solver.setA(ridged)) return solver;
        }
        return null;
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
        return Arrays.copyOf(psi, data.p());
    }

    @Override
    public double[] others() {
        return Arrays.copyOfRange(psi, data.p(), size);
    }

    @Override
    public double[] eta() {
        return eta;
    }

    @Override
    public double dispersion() {
        return 1;
    }

    @Override
    public double constantLevel() {
        return 0;
    }

    @Override
    public double @Nullable [] interior() {
        return null;
    }

    @Override
    public double @Nullable [][] inverseInformation() {
        return inverse;
    }
}
