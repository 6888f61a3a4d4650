package org.glmmsql.likelihood;

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

    /** eta of the fixed part, offset + X beta, for rows from.. into {@code eta[0..len-1]}. */
    public void fixedPredictor(int from, int len, double[] psi, double[] eta) {
        if (offset == null) java.util.Arrays.fill(eta, 0, len, 0);
        else System.arraycopy(offset, from, eta, 0, len);
        for (int k = 0; k < x.length; k++) axpy(psi[k], x[k], from, len, eta);
    }

    /** tau = D delta for rows from.. into {@code tau[0..len-1]}. */
    void logDispersion(int from, int len, double[] psi, double[] tau) {
        if (d.length == 0) return;
        java.util.Arrays.fill(tau, 0, len, 0);
        for (int k = 0; k < d.length; k++) axpy(psi[deltaFrom() + k], d[k], from, len, tau);
    }

    private static void axpy(double a, double[] column, int from, int len, double[] sum) {
        for (int j = 0; j < len; j++) sum[j] += a * column[from + j];
    }

    static double dot(double[] column, int from, int len, double[] v) {
        // four sums side by side: in one, each addition would wait for the last
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        int j = 0;
        for (; j + 4 <= len; j += 4) {
            s0 += column[from + j] * v[j];
            s1 += column[from + j + 1] * v[j + 1];
            s2 += column[from + j + 2] * v[j + 2];
            s3 += column[from + j + 3] * v[j + 3];
        }
        for (; j < len; j++) s0 += column[from + j] * v[j];
        return (s0 + s1) + (s2 + s3);
    }
}
