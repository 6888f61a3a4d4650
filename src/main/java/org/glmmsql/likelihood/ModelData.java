package org.glmmsql.likelihood;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.glmmsql.family.LogDensity;
import org.glmmsql.family.Parameter;
import org.jspecify.annotations.Nullable;

/**
 * Rows in canonical order and parameters of one model, in scaled columns: what every likelihood here works on. Immutable.
 *
 * <p>psi = (beta, delta, ..., theta): coefficients of the scaled columns of the predictors, one after the other, those of the mean first,
 * and parameters of the random terms one after the other.
 *
 * @param n rows, after equal rows were merged
 * @param y responses
 * @param w prior weights with the family's meaning
 * @param count how many rows of the data each row stands for
 * @param predictors by parameter of the family, the mean first
 * @param terms the random terms
 * @param density log f of the family and link
 * @param logConstant sum over rows of the part of log f that has no parameter
 * @param nobs rows of the data with a positive weight
 * @param residual which residuals are correlated, their parameters the last of theta; null for none
 */
public record ModelData(
        int n,
        double[] y,
        double[] w,
        double[] count,
        List<PredictorData> predictors,
        List<TermData> terms,
        LogDensity density,
        double logConstant,
        double nobs,
        @Nullable ResidualData residual) {

    public PredictorData mean() {
        return predictors.get(0);
    }

    /** Known part of the predictor of the mean, or null. */
    public double @Nullable [] offset() {
        return mean().offset();
    }

    /** Columns of the mean, scaled. */
    public double[][] x() {
        return mean().x();
    }

    public int p() {
        return x().length;
    }

    /**
     * How many coefficients modes are told the slopes by, the first of psi: those of the mean, and thresholds between categories; all of a
     * response whose zeros are of another kind, as its mean is made of several predictors.
     */
    int followed() {
        if (predictors.stream()
                .anyMatch(predictor -> predictor.parameter().component().equals(Parameter.ZERO))) return thetaFrom();
        return p()
                + predictors.stream()
                        .filter(predictor -> predictor.parameter().threshold() == Parameter.Threshold.UPPER)
                        .mapToInt(predictor -> predictor.x().length)
                        .sum();
    }

    /** The predictors that a coefficient is one of, and its column of them. @param to is told predictor and column */
    void forEachColumn(int coefficient, BiConsumer<Integer, double[]> to) {
        for (int s = 0; s < predictors.size(); s++) {
            int[] places = predictors.get(s).coefficient();
            for (int k = 0; k < places.length; k++)
                if (places[k] == coefficient) to.accept(s, predictors.get(s).x()[k]);
        }
    }

    /** Columns of the log dispersion of an exponential dispersion model; one of ones if it is constant, none if there is none. */
    public double[][] d() {
        return hasDispersion() ? predictors.get(1).x() : new double[0][];
    }

    /** First index in psi after the coefficients of the mean. */
    public int deltaFrom() {
        return p();
    }

    /** First index of theta in psi, after all coefficients. */
    public int thetaFrom() {
        int last = -1;
        for (PredictorData predictor : predictors)
            for (int coefficient : predictor.coefficient()) last = Math.max(last, coefficient);
        return last + 1;
    }

    /** Length of psi. */
    public int size() {
        int size = thetaFrom();
        for (TermData term : terms) size += term.thetaSize();
        return size + (residual == null ? 0 : residual.size());
    }

    /** Whether the dispersion of an exponential dispersion model is estimated. */
    public boolean hasDispersion() {
        return predictors.size() > 1
                && predictors.get(1).parameter().scale()
                && predictors.get(1).x().length > 0;
    }

    /** The random terms of the mean. */
    public List<TermData> termsOfMean() {
        return terms.stream().filter(term -> term.predictor() == 0).toList();
    }

    /** Predictors with random effects, bit s for predictor s. */
    public int random() {
        int random = 0;
        for (TermData term : terms) random |= 1 << term.predictor();
        return random;
    }

    /** Whether h has one mode in the random effects, wherever the search for it begins, as a concave one. */
    public boolean concave() {
        return density.oneMode(random() | 1);
    }

    /** Rows from..end-1 as data of their own, with the levels and constants of all. */
    ModelData rows(int from, int end) {
        return new ModelData(
                end - from,
                Arrays.copyOfRange(y, from, end),
                Arrays.copyOfRange(w, from, end),
                Arrays.copyOfRange(count, from, end),
                predictors.stream().map(predictor -> predictor.rows(from, end)).toList(),
                terms.stream().map(term -> term.rows(from, end)).toList(),
                density,
                logConstant,
                nobs,
                null);
    }

    /** The same rows of each column. */
    static double[][] rows(double[][] columns, int from, int end) {
        return Arrays.stream(columns)
                .map(column -> Arrays.copyOfRange(column, from, end))
                .toArray(double[][]::new);
    }

    /** Whether each of these rows stands for itself alone. */
    boolean unmerged(int from, int len) {
        return len == 0 || count[from] == 1 && Arrays.equals(count, from, from + len - 1, count, from + 1, from + len);
    }

    /** eta of the fixed part of the mean, offset + X beta, for rows from.. into {@code eta[0..len-1]}. */
    public void fixedPredictor(int from, int len, double[] psi, double[] eta) {
        mean().evaluate(from, len, psi, eta);
    }

    /** The fixed parts of all predictors for rows from.. into {@code eta[s][0..len-1]}. */
    public void fixedPredictors(int from, int len, double[] psi, double[][] eta) {
        for (int s = 0; s < eta.length; s++) predictors.get(s).evaluate(from, len, psi, eta[s]);
    }

    /** The sum of column[from + j] v[place + j] for j below len. */
    static double dot(double[] column, int from, int len, double[] v, int place) {
        // four sums side by side: in one, each addition would wait for the last
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int j = 0;
        for (; j + 4 <= len; j += 4) {
            s0 += column[from + j] * v[place + j];
            s1 += column[from + j + 1] * v[place + j + 1];
            s2 += column[from + j + 2] * v[place + j + 2];
            s3 += column[from + j + 3] * v[place + j + 3];
        }
        for (; j < len; j++) s0 += column[from + j] * v[place + j];
        return (s0 + s1) + (s2 + s3);
    }

    /** The sum of column[from + j] second[from + j] v[place + j] for j below len. */
    static double dot(double[] column, double[] second, int from, int len, double[] v, int place) {
        double s0 = 0;
        double s1 = 0;
        int j = 0;
        for (; j + 2 <= len; j += 2) {
            s0 += column[from + j] * second[from + j] * v[place + j];
            s1 += column[from + j + 1] * second[from + j + 1] * v[place + j + 1];
        }
        if (j < len) s0 += column[from + j] * second[from + j] * v[place + j];
        return s0 + s1;
    }

    /** The sum of v[from] to v[end - 1]. */
    static double sum(double[] v, int from, int end) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int j = from;
        for (; j + 4 <= end; j += 4) {
            s0 += v[j];
            s1 += v[j + 1];
            s2 += v[j + 2];
            s3 += v[j + 3];
        }
        for (; j < end; j++) s0 += v[j];
        return (s0 + s1) + (s2 + s3);
    }
}
