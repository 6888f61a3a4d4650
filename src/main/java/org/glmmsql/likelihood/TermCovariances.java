package org.glmmsql.likelihood;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.glmmsql.random.Structure;

/**
 * Parameters of the covariances of the effects of a term for Kenward and Roger: where Sigma is linear in some numbers these numbers, as
 * variances and covariances, which are regular at a variance of 0 too; else those of the structure, a variance of 0 as itself (D63).
 */
final class TermCovariances {
    final TermData term;
    private final double[] psi;
    private final boolean linear;
    private final boolean bound;
    /** Those of the term's parameters that count. */
    private final int[] used;

    private final double[][] slopes;

    TermCovariances(TermData term, double[] psi) {
        this.term = term;
        this.psi = psi;
        int from = term.thetaFrom();
        double[] at = psi.clone();
        linear = term.q() == 1 || term.structure().isLinear();
        boolean zero = false;
        if (linear) {
            double[] ones = new double[term.q()];
            Arrays.fill(ones, 1);
            term.structure().start(term.q(), ones, at, from);
        } else {
            for (int k = 0; k < term.thetaSize(); k++)
                if (psi[from + k] == term.parameter(k).boundary()) {
                    at[from + k] = 1;
                    zero = true;
                }
        }
        bound = zero;
        // of effects that are none nothing else than their variance counts
        used = IntStream.range(0, term.thetaSize())
                .filter(k -> !bound || at[from + k] != psi[from + k])
                .toArray();
        slopes = term.covarianceSlopes(at);
    }

    int size() {
        return used.length;
    }

    /** dSigma / dgamma_i in the layout of lambdas. */
    double[] slope(int i) {
        return slopes[used[i]];
    }

    String name(int i) {
        return term.group() + " "
                + (linear ? "covariance " + (i + 1) : term.parameter(used[i]).name());
    }

    /**
     * Sum of w_ij d2Sigma / dphi_i dphi_j in the layout of lambdas, phi the variances, correlations and other numbers that the structure is
     * told by, and w for the parameters here; 0 where Sigma is linear.
     */
    double[] second(double[][] w) {
        double[] sum = new double[slopes.length == 0 ? 0 : slopes[0].length];
        if (linear || bound) return sum;
        int from = term.thetaFrom();
        int size = term.thetaSize();
        double[] theta = Arrays.copyOfRange(psi, from, from + size);
        for (int i = 0; i < size; i++) {
            int first = i;
            for (int j = 0; j < size; j++)
                add(w[i][j], Chart.slope(at -> term.covarianceSlopes(all(at))[first], theta, j), sum);
        }
        double[] c = Chart.correction(w, theta, this::told);
        if (c != null) for (int i = 0; i < size; i++) add(c[i], slopes[i], sum);
        return sum;
    }

    private static void add(double by, double[] v, double[] to) {
        for (int k = 0; k < to.length; k++) to[k] += by * v[k];
    }

    private double[] all(double[] theta) {
        double[] all = psi.clone();
        System.arraycopy(theta, 0, all, term.thetaFrom(), theta.length);
        return all;
    }

    private double[] told(double[] theta) {
        int q = term.q();
        double[] lambda = new double[q * q];
        term.structure().lambda(q, theta, 0, lambda);
        List<Structure.Told> rows = term.structure().told(Structure.numbered("", q), "");
        double[] told = new double[theta.length];
        for (int k = 0; k < told.length; k++) {
            Structure.Told row = rows.get(k);
            double covariance = entry(lambda, q, row.first(), row.second());
            if (row.value() != null) told[k] = row.value().of(theta, 0);
            else if (row.isDeviation()) told[k] = covariance;
            else
                told[k] = covariance
                        / Math.sqrt(entry(lambda, q, row.first(), row.first())
                                * entry(lambda, q, row.second(), row.second()));
        }
        return told;
    }

    private static double entry(double[] lambda, int q, int i, int j) {
        double sum = 0;
        for (int c = 0; c <= Math.min(i, j); c++) sum += lambda[i * q + c] * lambda[j * q + c];
        return sum;
    }

    /** Lambda Lambda' by pattern. */
    static double[] sigma(TermData term, double[] lambda) {
        int q = term.q();
        double[] sigma = new double[lambda.length];
        for (int at = 0; at < lambda.length; at += q * q)
            for (int i = 0; i < q; i++)
                for (int j = 0; j < q; j++)
                    for (int c = 0; c <= Math.min(i, j); c++)
                        sigma[at + i * q + j] += lambda[at + i * q + c] * lambda[at + j * q + c];
        return sigma;
    }
}
