package org.glmmsql.likelihood;

import java.util.Arrays;
import java.util.List;
import org.glmmsql.family.Density;
import org.jspecify.annotations.Nullable;

/**
 * Rows in canonical order and parameters of one model, in scaled columns: what every likelihood here works on. Immutable.
 *
 * <p>psi = (beta, delta, theta): p fixed effects of the scaled columns, coefficients of log dispersion (none for a family without
 * one), and the parameters of the random terms one after the other.
 *
 * @param n rows, after equal rows were merged
 * @param y responses
 * @param w prior weights with the family's meaning
 * @param count how many rows of the data each row stands for
 * @param offset known part of eta, or null
 * @param x p columns of X, scaled
 * @param d columns of the model of log dispersion tau; one column of ones if tau is constant; none without dispersion
 * @param terms the random terms
 * @param density log f of the family and link
 * @param logConstant sum over rows of the part of log f that has no parameter
 * @param nobs rows of the data with a positive weight
 */
public record ModelData(
        int n,
        double[] y,
        double[] w,
        double[] count,
        double @Nullable [] offset,
        double[][] x,
        double[][] d,
        List<TermData> terms,
        Density density,
        double logConstant,
        double nobs) {

    public int p() {
        return x.length;
    }

    /** First index of delta in psi. */
    public int deltaFrom() {
        return x.length;
    }

    /** First index of theta in psi. */
    public int thetaFrom() {
        return x.length + d.length;
    }

    /** Length of psi. */
    public int size() {
        int size = thetaFrom();
        for (TermData term : terms) size += term.thetaSize();
        return size;
    }

    public boolean hasDispersion() {
        return d.length > 0;
    }

    /** Whether each of these rows stands for itself alone. */
    boolean unmerged(int from, int len) {
        return len == 0 || count[from] == 1 && Arrays.equals(count, from, from + len - 1, count, from + 1, from + len);
    }

    /** eta of the fixed part, offset + X beta, for rows from.. into {@code eta[0..len-1]}. */
    public void fixedPredictor(int from, int len, double[] psi, double[] eta) {
        if (offset == null) Arrays.fill(eta, 0, len, 0);
        else System.arraycopy(offset, from, eta, 0, len);
        int k = 0;
        for (; k + 1 < x.length; k += 2) axpy(psi[k], x[k], psi[k + 1], x[k + 1], from, len, eta);
        if (k < x.length) axpy(psi[k], x[k], from, len, eta);
    }

    /** tau = D delta for rows from.. into {@code tau[0..len-1]}. */
    public void logDispersion(int from, int len, double[] psi, double[] tau) {
        if (d.length == 0) return;
        Arrays.fill(tau, 0, len, 0);
        for (int k = 0; k < d.length; k++) axpy(psi[deltaFrom() + k], d[k], from, len, tau);
    }

    /** Two columns in one pass over the sum. */
    private static void axpy(double a, double[] column, double b, double[] second, int from, int len, double[] sum) {
        for (int j = 0; j < len; j++) sum[j] += a * column[from + j] + b * second[from + j];
    }

    private static void axpy(double a, double[] column, int from, int len, double[] sum) {
        for (int j = 0; j < len; j++) sum[j] += a * column[from + j];
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
