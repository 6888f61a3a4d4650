package org.glmmsql.likelihood;

import java.util.Arrays;

/**
 * How the information X' V^-1 X of beta depends on the covariances of the random effects: with G = Z' V^-1 X by scalar, it falls by
 * G' dSigma G where Sigma rises by dSigma (D60). G is Z' Omega (X + Z b), b what the random effects follow a column of X by.
 */
final class CoefficientCovariance {
    private final BlockCross cross;
    private final double[][] effects;
    private final double[][] g;

    /** @param h the factor, whose inverse must be in hand */
    CoefficientCovariance(BlockCross cross, double[][] lambdas, Factorization h) {
        this.cross = cross;
        int p = cross.structure.p;
        effects = BlockModes.slopes(cross, h);
        g = new double[p][];
        for (int k = 0; k < p; k++) {
            cross.multiplyLambda(lambdas, effects[k], false);
            double[] b = effects[k].clone();
            Arrays.fill(b, b.length - p, b.length, 0);
            b[b.length - p + k] = 1;
            g[k] = cross.multiply(b);
        }
    }

    /** b for a column of X, by scalar. */
    double[] effects(int column) {
        return effects[column];
    }

    /** G by scalar, for a column of X. */
    double[] g(int column) {
        return g[column];
    }

    /** G' S G of the term at position e, p x p. @param s symmetric, q x q by pattern */
    double[][] byRandom(int e, double[] s) {
        BlockStructure structure = cross.structure;
        TermData term = structure.term(e);
        int q = term.q();
        int p = g.length;
        double[][] form = new double[p][p];
        double[] row = new double[p];
        for (int l = 0; l < term.m(); l++) {
            int from = structure.scalarStart[e] + l * q;
            int at = term.at(l);
            for (int i = 0; i < q; i++) {
                Arrays.fill(row, 0);
                for (int j = 0; j < q; j++) {
                    double entry = s[at + i * q + j];
                    if (entry != 0) for (int k = 0; k < p; k++) row[k] += entry * g[k][from + j];
                }
                for (int k = 0; k < p; k++) {
                    double own = g[k][from + i];
                    if (own != 0) for (int c = 0; c <= k; c++) form[k][c] += own * row[c];
                }
            }
        }
        for (int k = 0; k < p; k++) for (int c = 0; c < k; c++) form[c][k] = form[k][c];
        return form;
    }

    /** (X' V^-1 X)^-1 in the units of the factor, whose inverse must be in hand. */
    static double[][] unit(Factorization h, int p) {
        double[][] v = new double[p][p];
        for (int i = 0; i < p; i++) for (int k = 0; k < p; k++) v[i][k] = h.inverseBeta(i, k);
        return v;
    }

    /** V M V times a factor, V and M symmetric. */
    static double[][] sandwich(double[][] v, double[][] m, double factor) {
        int p = v.length;
        double[][] half = new double[p][p];
        double[][] result = new double[p][p];
        for (int i = 0; i < p; i++)
            for (int k = 0; k < p; k++) for (int j = 0; j < p; j++) half[i][j] += v[i][k] * m[k][j];
        for (int i = 0; i < p; i++)
            for (int j = 0; j <= i; j++) {
                double sum = 0;
                for (int k = 0; k < p; k++) sum += half[i][k] * v[k][j];
                result[i][j] = factor * sum;
                result[j][i] = factor * sum;
            }
        return result;
    }
}
