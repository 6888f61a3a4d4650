package org.glmmsql.likelihood;

import java.util.Arrays;
import java.util.List;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.glmmsql.correlation.FactoredCorrelation;
import org.glmmsql.correlation.Told;
import org.glmmsql.likelihood.ResidualData.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The covariance matrix of the residuals by rows, S R S, and its derivatives by delta and by the parameters of the residuals, formed. The
 * derivatives of R are differences of order four of R^-1.
 */
final class ResidualCovariances {
    private static final double STEP = 1e-3;

    private final ModelData data;
    private final ResidualData residual;
    private final PredictorData dispersion;
    private final double[] psi;
    /** S by row. */
    private final double[] deviation;
    /** R by pattern. */
    private final DMatrixRMaj[] correlations;
    /** dR by parameter of the correlation and pattern. */
    private final DMatrixRMaj[][] slopes;
    /** Group of each row. */
    private final int[] group;

    ResidualCovariances(ModelData data, double[] psi) {
        this.data = data;
        this.psi = psi.clone();
        residual = data.residual();
        dispersion = data.predictors().get(1);
        group = new int[data.n()];
        deviation = new double[data.n()];
        dispersion.evaluate(0, data.n(), psi, deviation);
        for (int g = 0; g < residual.pattern().length; g++) {
            Pattern pattern = residual.patterns().get(residual.pattern()[g]);
            for (int i = residual.start()[g]; i < residual.start()[g + 1]; i++) {
                int place = residual.deviation(pattern, i - residual.start()[g]);
                group[i] = g;
                deviation[i] = Math.exp(deviation[i] / 2 + (place < 0 ? 0 : psi[place])) / Math.sqrt(data.w()[i]);
            }
        }
        int patterns = residual.patterns().size();
        correlations = new DMatrixRMaj[patterns];
        slopes = new DMatrixRMaj[residual.correlations()][patterns];
        for (int k = 0; k < patterns; k++) fill(k);
    }

    private void fill(int number) {
        Pattern pattern = residual.patterns().get(number);
        DMatrixRMaj r = inverse(precision(pattern, psi));
        correlations[number] = r;
        for (int k = 0; k < slopes.length; k++) {
            int at = residual.correlationFrom(pattern.level()) + k;
            DMatrixRMaj change = difference(at, () -> precision(pattern, psi));
            // dR = -R d(R^-1) R
            DMatrixRMaj half = new DMatrixRMaj(r.numRows, r.numRows);
            DMatrixRMaj slope = new DMatrixRMaj(r.numRows, r.numRows);
            CommonOps_DDRM.mult(r, change, half);
            CommonOps_DDRM.mult(-1, half, r, slope);
            slopes[k][number] = slope;
        }
    }

    private static DMatrixRMaj inverse(DMatrixRMaj matrix) {
        DMatrixRMaj inverse = new DMatrixRMaj(matrix.numRows, matrix.numRows);
        CommonOps_DDRM.invert(matrix, inverse);
        return inverse;
    }

    private interface Matrix {
        DMatrixRMaj at();
    }

    private DMatrixRMaj difference(int parameter, Matrix of) {
        double kept = psi[parameter];
        DMatrixRMaj sum = null;
        for (int times : new int[] {1, -1, 2, -2}) {
            psi[parameter] = kept + times * STEP;
            double weight = (Math.abs(times) == 1 ? 8 : -1) * Math.signum(times) / (12 * STEP);
            DMatrixRMaj value = of.at();
            if (sum == null) sum = new DMatrixRMaj(value.numRows, value.numCols);
            CommonOps_DDRM.addEquals(sum, weight, value);
        }
        psi[parameter] = kept;
        return sum;
    }

    /** R^-1. */
    private DMatrixRMaj precision(Pattern pattern, double[] at) {
        int m = pattern.places().size();
        DMatrixRMaj precision = new DMatrixRMaj(m, m);
        FactoredCorrelation factor = residual.factor(pattern, at);
        if (factor == null) {
            precision.fill(Double.NaN);
            return precision;
        }
        for (int i = 0; i < m; i++)
            for (int j = Math.max(0, i - factor.band()); j <= i; j++) {
                precision.set(i, j, factor.precision(i, j));
                precision.set(j, i, precision.get(i, j));
            }
        return precision;
    }

    /** Parameters: delta, then those of the residuals. */
    int size() {
        return dispersion.x().length + residual.size();
    }

    /** Adds S R S for some rows. */
    void addCovariance(int[] rows, DMatrixRMaj to) {
        for (int i = 0; i < rows.length; i++)
            for (int j = 0; j < rows.length; j++)
                if (group[rows[i]] == group[rows[j]]) to.add(i, j, entry(correlations, rows[i], rows[j]));
    }

    /** s_i s_j of an entry of the group's matrix. */
    private double entry(DMatrixRMaj[] byPattern, int i, int j) {
        int g = group[i];
        int from = residual.start()[g];
        return deviation[i] * deviation[j] * byPattern[residual.pattern()[g]].get(i - from, j - from);
    }

    /** Adds the derivative by a parameter for some rows. */
    void addSlope(int parameter, int[] rows, DMatrixRMaj to) {
        for (int i = 0; i < rows.length; i++)
            for (int j = 0; j < rows.length; j++) {
                if (group[rows[i]] != group[rows[j]]) continue;
                int correlation = correlation(parameter, rows[i]);
                double slope = correlation >= 0
                        ? entry(slopes[correlation], rows[i], rows[j])
                        : logSlope(parameter, rows[i], rows[j]) * entry(correlations, rows[i], rows[j]);
                to.add(i, j, slope);
            }
    }

    /** Which of the parameters of the correlation of a row it is; -1 if it is none. */
    private int correlation(int parameter, int row) {
        Pattern pattern = residual.patterns().get(residual.pattern()[group[row]]);
        int k = psi.length - size() + parameter - residual.correlationFrom(pattern.level());
        return k >= 0 && k < residual.correlations() ? k : -1;
    }

    /** Derivative of log s_i s_j. */
    private double logSlope(int parameter, int i, int j) {
        if (parameter < dispersion.x().length) {
            double[] column = dispersion.x()[parameter];
            return (column[i] + column[j]) / 2;
        }
        int g = group[i];
        int from = residual.start()[g];
        Pattern pattern = residual.patterns().get(residual.pattern()[g]);
        int place = psi.length - size() + parameter;
        return (residual.deviation(pattern, i - from) == place ? 1 : 0)
                + (residual.deviation(pattern, j - from) == place ? 1 : 0);
    }

    /** Whether V is linear in variances and covariances. */
    private boolean isLinear() {
        int columns = dispersion.x().length;
        boolean constant = columns == 0
                || columns == 1 && CanonicalOrder.constant(dispersion.x()[0], data.n());
        return constant && residual.structure().isLinear();
    }

    /** The numbers that the structure is told by: variances, correlations, ranges; coefficients of a dispersion that is not constant are themselves. */
    private double[] told(double[] theta) {
        double[] all = psi.clone();
        int from = psi.length - theta.length;
        System.arraycopy(theta, 0, all, from, theta.length);
        double[] told = theta.clone();
        if (dispersion.x().length == 1) told[0] = Math.exp(theta[0]);
        for (int level = 0; level < residual.levels(); level++) {
            int at = residual.from(level) - from;
            for (int i = 0; i < residual.deviations(); i++) told[at + i] = Math.exp(2 * theta[at + i]);
            List<Told> numbers = residual.structure().correlation().told(residual.extent()).stream()
                    .filter(Told::parameter)
                    .toList();
            int correlation = residual.correlationFrom(level);
            for (int k = 0; k < residual.correlations(); k++)
                told[correlation - from + k] = numbers.get(k).value().of(all, correlation);
        }
        return told;
    }

    /** Adds a matrix by rows. */
    interface Curvature {
        void add(int[] rows, DMatrixRMaj to);
    }

    /** Sum of w_ij d2V / dphi_i dphi_j, phi the numbers that the structure is told by, and w for the parameters here; 0 where V is linear. */
    Curvature second(double[][] w) {
        if (isLinear()) return (rows, to) -> {};
        int from = psi.length - size();
        double[] c = Chart.correction(w, Arrays.copyOfRange(psi, psi.length - size(), psi.length), this::told);
        DMatrixRMaj[] sums = new DMatrixRMaj[residual.patterns().size()];
        for (int number = 0; number < sums.length; number++) {
            Pattern pattern = residual.patterns().get(number);
            int first = residual.correlationFrom(pattern.level());
            int m = pattern.places().size();
            sums[number] = new DMatrixRMaj(m, m);
            for (int k = first; k < first + residual.correlations(); k++)
                for (int l = first; l < first + residual.correlations(); l++) {
                    int other = l;
                    DMatrixRMaj second = difference(k, () -> difference(other, () -> inverse(precision(pattern, psi))));
                    CommonOps_DDRM.addEquals(sums[number], w[k - from][l - from], second);
                }
        }
        return (rows, to) -> addSecond(w, c, sums, rows, to);
    }

    private void addSecond(double[][] w, double @Nullable [] c, DMatrixRMaj[] sums, int[] rows, DMatrixRMaj to) {
        int size = size();
        DMatrixRMaj slope = new DMatrixRMaj(rows.length, rows.length);
        for (int k = 0; c != null && k < size; k++) {
            slope.zero();
            addSlope(k, rows, slope);
            CommonOps_DDRM.addEquals(to, c[k], slope);
        }
        int from = psi.length - size;
        double[] logs = new double[size];
        for (int i = 0; i < rows.length; i++)
            for (int j = 0; j < rows.length; j++) {
                if (group[rows[i]] != group[rows[j]]) continue;
                Pattern pattern = residual.patterns().get(residual.pattern()[group[rows[i]]]);
                // of log (s_i s_j)
                for (int k = 0; k < size; k++) logs[k] = logSlope(k, rows[i], rows[j]);
                int first = residual.correlationFrom(pattern.level());
                double own = 0;
                double mixed = 0;
                for (int k = 0; k < size; k++) {
                    if (logs[k] == 0) continue;
                    for (int l = 0; l < size; l++) own += w[k][l] * logs[k] * logs[l];
                    for (int l = 0; l < residual.correlations(); l++)
                        mixed += 2 * w[k][first - from + l] * logs[k] * entry(slopes[l], rows[i], rows[j]);
                }
                to.add(i, j, own * entry(correlations, rows[i], rows[j]) + mixed + entry(sums, rows[i], rows[j]));
            }
    }
}
