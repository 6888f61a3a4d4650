package org.glmmsql.correlation;

import java.util.Arrays;

/**
 * The lower triangular root L of a correlation matrix R = L L' of effects at m places, as a function of theta, with the chain rule.
 * Effects stay where R is singular: a chain needs no inverse, and any other correlation has {@link #NUGGET} on its diagonal, so that
 * smooth fields, whose R is singular by rounding, have a root too.
 */
public final class EffectFactor {
    /** What is added to the diagonal of R, and taken as part of it: far above rounding, far below what data can tell. */
    private static final double NUGGET = 1e-10;

    private final Correlation correlation;
    private final Places places;
    private final Extent extent;
    private final double[] theta;
    private final int from;
    private final int m;
    private final double[] l;
    /** By place, with the one before; empty for a correlation that is no chain. */
    private final Chain.Neighbours[] pairs;

    /** @param theta read from {@code from} on */
    public EffectFactor(Correlation correlation, Places places, Extent extent, double[] theta, int from) {
        this.correlation = correlation;
        this.places = places;
        this.extent = extent;
        this.theta = theta;
        this.from = from;
        m = places.size();
        l = new double[m * m];
        if (correlation instanceof Chain chain) {
            pairs = new Chain.Neighbours[m];
            fillChain(chain);
        } else {
            pairs = new Chain.Neighbours[0];
            fillDense((Dense) correlation);
        }
    }

    /** L, row-major; NaN where R is not positive definite. */
    public double[] lower() {
        return l;
    }

    /** Row i is the correlation with the place before times its row, and what is new. */
    private void fillChain(Chain chain) {
        int parameters = correlation.parameters(extent).size();
        l[0] = 1;
        for (int i = 1; i < m; i++) {
            pairs[i] = new Chain.Neighbours(parameters);
            chain.neighbours(places, extent, i, theta, from, pairs[i]);
            for (int j = 0; j < i; j++) l[i * m + j] = pairs[i].correlation * l[(i - 1) * m + j];
            l[i * m + i] = Math.sqrt(pairs[i].rest);
        }
    }

    private void fillDense(Dense dense) {
        double[] r = new double[m * m];
        dense.fill(places, extent, theta, from, r);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = (r[i * m + j] + (i == j ? NUGGET : 0)) / (1 + NUGGET) - dot(i * m, j * m, j);
                if (i > j) {
                    l[i * m + j] = sum / l[j * m + j];
                } else if (sum > 0) {
                    l[i * m + i] = Math.sqrt(sum);
                } else {
                    Arrays.fill(l, Double.NaN);
                    return;
                }
            }
        }
    }

    /** Of two rows of L, in four sums, as one would wait for each of its additions. */
    private double dot(int row, int other, int length) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int k = 0;
        for (; k + 3 < length; k += 4) {
            s0 += l[row + k] * l[other + k];
            s1 += l[row + k + 1] * l[other + k + 1];
            s2 += l[row + k + 2] * l[other + k + 2];
            s3 += l[row + k + 3] * l[other + k + 3];
        }
        for (; k < length; k++) s0 += l[row + k] * l[other + k];
        return s0 + s1 + (s2 + s3);
    }

    /**
     * Adds df / dtheta to {@code gradient}.
     *
     * @param g df / dL, row-major, of which the lower triangle is read
     * @param to place of the first parameter
     */
    public void addGradient(double[] g, double[] gradient, int to) {
        if (correlation.parameters(extent).isEmpty()) return;
        if (correlation instanceof Chain) addChain(g, gradient, to);
        else addDense((Dense) correlation, g, gradient, to);
    }

    private void addChain(double[] g, double[] gradient, int to) {
        double[] row = new double[m];
        for (int i = m - 1; i > 0; i--) {
            // what rows after i left, and its own
            double byCorrelation = 0;
            for (int j = 0; j < i; j++) {
                double byEntry = g[i * m + j] + row[j];
                byCorrelation += byEntry * l[(i - 1) * m + j];
                row[j] = byEntry * pairs[i].correlation;
            }
            double share = l[i * m + i];
            if (share > 0) byCorrelation -= (g[i * m + i] + row[i]) * pairs[i].correlation / share;
            for (int k = 0; k < pairs[i].slopes.length; k++) gradient[to + k] += byCorrelation * pairs[i].slopes[k];
        }
    }

    /** dL = L Phi(L^-1 dR L^-T), Phi the lower triangle with half of the diagonal (Smith 1995): df = tr(L^-T sym(Phi(L'G)) L^-1 dR). */
    private void addDense(Dense dense, double[] g, double[] gradient, int to) {
        double[] s = new double[m * m];
        for (int i = 0; i < m; i++) {
            for (int k = i; k < m; k++) {
                double a = l[k * m + i];
                for (int j = 0; j <= i; j++) s[i * m + j] += a * g[k * m + j];
            }
            s[i * m + i] *= 0.5;
        }
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < i; j++) {
                s[i * m + j] *= 0.5;
                s[j * m + i] = s[i * m + j];
            }
        }
        // by columns, then by rows, which for a symmetric matrix is the same
        backward(s);
        transpose(s);
        backward(s);
        for (int i = 0; i < m * m; i++) s[i] /= 1 + NUGGET;
        dense.addGradient(places, extent, theta, from, s, gradient, to);
    }

    /** S := L^-T S. */
    private void backward(double[] s) {
        for (int i = m - 1; i >= 0; i--) {
            for (int j = 0; j < m; j++) s[i * m + j] /= l[i * m + i];
            for (int k = 0; k < i; k++) {
                double a = l[i * m + k];
                for (int j = 0; j < m; j++) s[k * m + j] -= a * s[i * m + j];
            }
        }
    }

    private void transpose(double[] s) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < i; j++) {
                double kept = s[i * m + j];
                s[i * m + j] = s[j * m + i];
                s[j * m + i] = kept;
            }
        }
    }
}
