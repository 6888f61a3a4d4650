package org.glmmsql.likelihood;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.glmmsql.correlation.FactoredCorrelation;
import org.glmmsql.likelihood.ResidualData.Pattern;

/**
 * The covariance matrix of the residuals by rows, S R S, and its derivatives by delta and by the parameters of the residuals, formed. The
 * derivatives of R^-1 are differences of order four of it.
 */
final class ResidualCovariances {
    private static final double STEP = 1e-3;

    private final ModelData data;
    private final ResidualData residual;
    private final PredictorData dispersion;
    private final double[] psi;
    /** S by row. */
    private final double[] deviation;
    /** By pattern R and, by parameter of the correlation, dR. */
    private final DMatrixRMaj[] correlations;

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
        slopes = new DMatrixRMaj[patterns][];
        for (int k = 0; k < patterns; k++) fill(k);
    }

    private void fill(int number) {
        Pattern pattern = residual.patterns().get(number);
        DMatrixRMaj precision = precision(pattern, psi);
        DMatrixRMaj r = new DMatrixRMaj(precision.numRows, precision.numRows);
        CommonOps_DDRM.invert(precision, r);
        correlations[number] = r;
        slopes[number] = new DMatrixRMaj[residual.correlations()];
        for (int k = 0; k < slopes[number].length; k++) {
            int at = residual.correlationFrom(pattern.level()) + k;
            DMatrixRMaj change = difference(at, () -> precision(pattern, psi));
            // dR = -R d(R^-1) R
            DMatrixRMaj half = new DMatrixRMaj(r.numRows, r.numRows);
            DMatrixRMaj slope = new DMatrixRMaj(r.numRows, r.numRows);
            CommonOps_DDRM.mult(r, change, half);
            CommonOps_DDRM.mult(-1, half, r, slope);
            slopes[number][k] = slope;
        }
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
        int own = parameter - dispersion.x().length;
        for (int i = 0; i < rows.length; i++)
            for (int j = 0; j < rows.length; j++) {
                if (group[rows[i]] != group[rows[j]]) continue;
                double slope;
                if (own < 0) {
                    double[] column = dispersion.x()[parameter];
                    slope = (column[rows[i]] + column[rows[j]]) / 2 * entry(correlations, rows[i], rows[j]);
                } else {
                    slope = slopeOfResidual(own, rows[i], rows[j]);
                }
                to.add(i, j, slope);
            }
    }

    private double slopeOfResidual(int own, int i, int j) {
        int g = group[i];
        Pattern pattern = residual.patterns().get(residual.pattern()[g]);
        int level = own / residual.block();
        if (pattern.level() != level) return 0;
        int k = own % residual.block();
        if (k >= residual.deviations()) {
            int from = residual.start()[g];
            return deviation[i]
                    * deviation[j]
                    * slopes[residual.pattern()[g]][k - residual.deviations()].get(i - from, j - from);
        }
        int place = residual.from(level) + k;
        int from = residual.start()[g];
        int times = (residual.deviation(pattern, i - from) == place ? 1 : 0)
                + (residual.deviation(pattern, j - from) == place ? 1 : 0);
        return times == 0 ? 0 : times * entry(correlations, i, j);
    }
}
