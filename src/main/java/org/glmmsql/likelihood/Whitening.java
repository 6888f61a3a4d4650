package org.glmmsql.likelihood;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.glmmsql.correlation.FactoredCorrelation;
import org.glmmsql.correlation.FormedCorrelation;
import org.glmmsql.likelihood.ResidualData.Pattern;

/**
 * Rows whose residuals have covariance S R S within groups, S their standard deviations and R = L L' their correlations, multiplied by
 * (S L)^-1: then residuals are independent and have variance 1 (D50). A factor serves all groups at the same places.
 */
final class Whitening {
    private final ModelData data;
    private final ResidualData residual;
    /** Those of the random terms, of X, and y - offset; as they are, and whitened. */
    private final double[][] columns;

    private final double[][] white;
    private final ModelData whitened;
    private final FactoredCorrelation[] factors;
    /** S by row. */
    private final double[] deviation;

    private double logDet;

    Whitening(ModelData data) {
        this.data = data;
        residual = data.residual();
        List<double[]> all = new ArrayList<>();
        for (TermData term : data.terms()) all.addAll(Arrays.asList(term.z()));
        all.addAll(Arrays.asList(data.x()));
        double[] y = data.y().clone();
        if (data.offset() != null) for (int i = 0; i < y.length; i++) y[i] -= data.offset()[i];
        all.add(y);
        columns = all.toArray(double[][]::new);
        white = new double[columns.length][data.n()];
        factors = new FactoredCorrelation[residual.patterns().size()];
        deviation = new double[data.n()];
        whitened = model();
    }

    private ModelData model() {
        double[] ones = new double[data.n()];
        Arrays.fill(ones, 1);
        List<TermData> terms = new ArrayList<>();
        for (TermData term : data.terms()) {
            int at = columnOf(terms.size());
            terms.add(term.with(Arrays.copyOfRange(white, at, at + term.q())));
        }
        PredictorData mean = data.mean();
        int at = columnOf(terms.size());
        double[][] x = Arrays.copyOfRange(white, at, at + data.p());
        return new ModelData(
                data.n(),
                white[white.length - 1],
                ones,
                ones,
                List.of(new PredictorData(mean.parameter(), null, x, mean.coefficient())),
                terms,
                data.density(),
                data.logConstant(),
                data.nobs(),
                null);
    }

    /** First column of a random term; of X after the last of them. */
    int columnOf(int term) {
        int at = 0;
        for (int t = 0; t < term; t++) at += data.terms().get(t).q();
        return at;
    }

    /** The rows as {@link #at} left them, in arrays that stay the same. */
    ModelData whitened() {
        return whitened;
    }

    /** Whitens the rows at psi. @return false if the residuals have no covariance matrix there that is regular */
    boolean at(double[] psi) {
        logDet = 0;
        List<Pattern> patterns = residual.patterns();
        for (int k = 0; k < factors.length; k++) {
            factors[k] = residual.factor(patterns.get(k), psi);
            if (factors[k] == null) return false;
            logDet += patterns.get(k).groups() * factors[k].logDet();
        }
        data.predictors().get(1).evaluate(0, data.n(), psi, deviation);
        for (int g = 0; g < residual.pattern().length; g++) {
            Pattern pattern = patterns.get(residual.pattern()[g]);
            int from = residual.start()[g];
            for (int i = 0; i < pattern.places().size(); i++) {
                int place = residual.deviation(pattern, i);
                double log = deviation[from + i] / 2 + (place < 0 ? 0 : psi[place]);
                logDet += 2 * log;
                deviation[from + i] = Math.exp(log) / Math.sqrt(data.w()[from + i]);
            }
        }
        for (double s : deviation) if (!(s > 0 && s < Double.POSITIVE_INFINITY)) return false;
        for (int c = 0; c < columns.length; c++) whiten(columns[c], white[c]);
        return true;
    }

    private void whiten(double[] column, double[] to) {
        for (int i = 0; i < to.length; i++) to[i] = column[i] / deviation[i];
        for (int g = 0; g < residual.pattern().length; g++)
            factors[residual.pattern()[g]].whiten(to, residual.start()[g]);
    }

    /** log det of the covariance matrix of the residuals, but for the weights. */
    double logDet() {
        return logDet;
    }

    /** Residuals over their standard deviations. @param b coefficients of the random terms by level and of X, the latter last */
    double[] standardised(double[][] b, double[] beta) {
        double[] r = columns[columns.length - 1].clone();
        addEffects(b, -1, r);
        int at = columnOf(b.length);
        for (int k = 0; k < beta.length; k++, at++) for (int i = 0; i < r.length; i++) r[i] -= columns[at][i] * beta[k];
        for (int i = 0; i < r.length; i++) r[i] /= deviation[i];
        return r;
    }

    /** Column k of X with random effects added, over standard deviations. @param b by term and level */
    double[] standardised(double[][] b, int k) {
        double[] r = columns[columnOf(b.length) + k].clone();
        addEffects(b, 1, r);
        for (int i = 0; i < r.length; i++) r[i] /= deviation[i];
        return r;
    }

    private void addEffects(double[][] b, double sign, double[] to) {
        int at = 0;
        for (int t = 0; t < b.length; t++) {
            TermData term = data.terms().get(t);
            for (int c = 0; c < term.q(); c++, at++)
                for (int i = 0; i < to.length; i++)
                    to[i] += sign * columns[at][i] * b[t][term.level()[i] * term.q() + c];
        }
    }

    /** The same whitened. */
    double[] whitened(double[] standardised) {
        double[] r = standardised.clone();
        for (int g = 0; g < residual.pattern().length; g++)
            factors[residual.pattern()[g]].whiten(r, residual.start()[g]);
        return r;
    }

    /** Covariances of coefficients given the data. */
    @FunctionalInterface
    interface Covariances {
        /** Of those of a group's columns, into {@code to}, row-major. @param row one of the group's */
        void of(int row, double[] to);
    }

    /**
     * Adds the gradient by delta and by the parameters of the residuals of -(log det V + tr(V^-1 S)) / 2, with S the second moments of the
     * residuals given the data: r r' + A K A', K the covariances of the coefficients of A (D53).
     *
     * @param r over their standard deviations
     * @param active the columns of A
     */
    void addGradient(double[] r, int[] active, Covariances covariances, double[] gradient) {
        double[][] sums = new double[factors.length][];
        for (int k = 0; k < sums.length; k++)
            sums[k] = new double[residual.patterns().get(k).places().size() * (factors[k].band() + 1)];
        double[] byLogDeviation = new double[data.n()];
        double[] k = new double[active.length * active.length];
        for (int g = 0; g < residual.pattern().length; g++) {
            int from = residual.start()[g];
            int number = residual.pattern()[g];
            covariances.of(from, k);
            double[] s = moments(from, residual.start()[g + 1] - from, factors[number].band(), r, active, k);
            for (int i = 0; i < s.length; i++) sums[number][i] += s[i];
            addByDeviation(s, factors[number], from, residual.start()[g + 1] - from, byLogDeviation);
        }
        for (int number = 0; number < sums.length; number++) {
            Pattern pattern = residual.patterns().get(number);
            int to = residual.correlationFrom(pattern.level());
            factors[number].addGradient(pattern.groups(), sums[number], gradient, to);
        }
        addByDeviation(byLogDeviation, gradient);
    }

    /** The chain rule, given derivatives by the logarithm of each row's standard deviation. */
    private void addByDeviation(double[] byLogDeviation, double[] gradient) {
        for (int g = 0; g < residual.pattern().length; g++) {
            Pattern pattern = residual.patterns().get(residual.pattern()[g]);
            for (int i = 0; i < pattern.places().size(); i++) {
                int place = residual.deviation(pattern, i);
                if (place >= 0) gradient[place] += byLogDeviation[residual.start()[g] + i];
            }
        }
        for (int i = 0; i < byLogDeviation.length; i++) byLogDeviation[i] /= 2;
        data.predictors().get(1).addGradient(0, data.n(), byLogDeviation, gradient);
    }

    /** R^-1 r by groups. */
    double[] solved(double[] r) {
        double[] x = new double[r.length];
        for (int g = 0; g < residual.pattern().length; g++) {
            int from = residual.start()[g];
            FactoredCorrelation factor = factors[residual.pattern()[g]];
            for (int i = 0; i < residual.start()[g + 1] - from; i++)
                for (int j = Math.max(0, i - factor.band()); j <= i; j++) {
                    double entry = factor.precision(i, j);
                    x[from + i] += entry * r[from + j];
                    if (j < i) x[from + j] += entry * r[from + i];
                }
        }
        return x;
    }

    /**
     * Adds r' V^-1 dV V^-1 s for delta and the parameters of the residuals, V the covariance matrix of the residuals alone (D61). Where R is
     * formed dR is taken between R^-1 r and R^-1 s, else the band of R^-1 dR R^-1 between r and s.
     *
     * @param r over standard deviations, as s
     * @param x R^-1 r
     * @param y R^-1 s
     */
    void addForms(double[] r, double[] x, double[] s, double[] y, double[] gradient) {
        double[][] sums = new double[factors.length][];
        for (int k = 0; k < sums.length; k++) {
            int m = residual.patterns().get(k).places().size();
            sums[k] = new double[m * (factors[k] instanceof FormedCorrelation ? m : factors[k].band() + 1)];
        }
        for (int g = 0; g < residual.pattern().length; g++) {
            int from = residual.start()[g];
            int number = residual.pattern()[g];
            int m = residual.start()[g + 1] - from;
            if (factors[number] instanceof FormedCorrelation) addProducts(x, y, from, m, sums[number]);
            else addBand(r, s, from, m, factors[number].band(), sums[number]);
        }
        for (int number = 0; number < sums.length; number++) {
            int to = residual.correlationFrom(residual.patterns().get(number).level());
            if (factors[number] instanceof FormedCorrelation formed) formed.addTraces(sums[number], gradient, to);
            else factors[number].addGradient(0, sums[number], gradient, to);
        }
        double[] byLogDeviation = new double[data.n()];
        for (int i = 0; i < byLogDeviation.length; i++) byLogDeviation[i] = x[i] * s[i] + y[i] * r[i];
        addByDeviation(byLogDeviation, gradient);
    }

    /** (x y' + y x') / 2 of a group. */
    private static void addProducts(double[] x, double[] y, int from, int m, double[] to) {
        for (int i = 0; i < m; i++)
            for (int j = 0; j < m; j++) to[i * m + j] += (x[from + i] * y[from + j] + x[from + j] * y[from + i]) / 2;
    }

    /** r s' + s r' of a group, in the layout of a band. */
    private static void addBand(double[] r, double[] s, int from, int m, int band, double[] to) {
        for (int i = 0; i < m; i++)
            for (int l = 0; l <= Math.min(i, band); l++)
                to[i * (band + 1) + l] += r[from + i] * s[from + i - l] + r[from + i - l] * s[from + i];
    }

    /** S over the standard deviations, for the places of a group and the {@code band} before each: S[i][i - l] at i (band + 1) + l. */
    private double[] moments(int from, int m, int band, double[] r, int[] active, double[] k) {
        double[] s = new double[m * (band + 1)];
        double[][] a = new double[m][active.length];
        for (int i = 0; i < m; i++)
            for (int c = 0; c < active.length; c++) a[i][c] = columns[active[c]][from + i] / deviation[from + i];
        double[] product = new double[active.length];
        for (int i = 0; i < m; i++) {
            for (int c = 0; c < active.length; c++)
                product[c] = ModelData.dot(a[i], 0, active.length, k, c * active.length);
            for (int l = 0; l <= Math.min(i, band); l++)
                s[i * (band + 1) + l] =
                        r[from + i] * r[from + i - l] + ModelData.dot(product, 0, product.length, a[i - l], 0);
        }
        return s;
    }

    /** Adds (R^-1 S)_ii - 1 for each row, the derivative by the logarithm of its standard deviation. */
    private static void addByDeviation(double[] s, FactoredCorrelation factor, int from, int m, double[] to) {
        int band = factor.band();
        for (int i = 0; i < m; i++) {
            to[from + i] -= 1;
            for (int l = 0; l <= Math.min(i, band); l++) {
                double product = factor.precision(i, i - l) * s[i * (band + 1) + l];
                to[from + i] += product;
                if (l > 0) to[from + i - l] += product;
            }
        }
    }

    /** All columns of the random terms in the order given, and those of X where they count. */
    int[] columns(int[] order, boolean withX) {
        IntStream.Builder active = IntStream.builder();
        for (int t : order) for (int c = 0; c < data.terms().get(t).q(); c++) active.add(columnOf(t) + c);
        for (int k = 0; withX && k < data.p(); k++)
            active.add(columnOf(data.terms().size()) + k);
        return active.build().toArray();
    }
}
