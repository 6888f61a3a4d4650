package org.glmmsql.likelihood;

import java.util.Arrays;
import java.util.List;

/** Conditional modes with what belongs to them, from the factor of H. */
final class BlockModes {
    private BlockModes() {}

    /**
     * dw/dbeta = -H^-1 Lambda' Z' Omega X by scalar, one array a fixed effect, where beta is part of the structure: minus H^-1_{w,beta}
     * (H^-1_{beta,beta})^-1 of the inverse of the whole matrix, which must be in hand, is the same thing without a solution.
     */
    static double[][] slopes(BlockCross cross, Factorization h) {
        BlockStructure s = cross.structure;
        int p = s.p;
        double[] schur = new double[p * p];
        for (int i = 0; i < p; i++) for (int k = 0; k < p; k++) schur[i * p + k] = h.inverseBeta(i, k);
        SmallCholesky.factor(schur, 0, p);
        double[][] slopes = new double[p][s.scalars];
        double[] row = new double[p];
        for (int e = 0; e < s.terms.size(); e++) {
            int q = s.term(e).q();
            for (int l = 0; l < s.term(e).m(); l++)
                for (int c = 0; c < q; c++) {
                    for (int k = 0; k < p; k++) row[k] = h.inverseEntryBeta(e, l, c, k);
                    SmallCholesky.forward(schur, 0, p, row, 0);
                    SmallCholesky.backward(schur, 0, p, row, 0);
                    for (int k = 0; k < p; k++) slopes[k][s.scalarStart[e] + l * q + c] = row[k];
                }
        }
        return slopes;
    }

    /** Lambda V Lambda' of a level, V its block of H^-1, into q x q numbers of {@code to}. @param of place of its Lambda */
    static void sandwich(double[] lambda, int of, Factorization h, int e, int l, int q, double[] to, int at) {
        double[] v = inverse(h, e, l, q);
        double[] half = new double[q];
        for (int i = 0; i < q; i++) {
            Arrays.fill(half, 0);
            for (int c = 0; c <= i; c++) SmallCholesky.addTo(half, 0, lambda[of + i * q + c], v, c * q, q);
            for (int j = 0; j <= i; j++) {
                double sum = ModelData.dot(half, 0, j + 1, lambda, of + j * q);
                to[at + i * q + j] = sum;
                to[at + j * q + i] = sum;
            }
        }
    }

    /** The diagonal of Lambda V Lambda' alone, on that of {@code to}. */
    static void variances(double[] lambda, int of, Factorization h, int e, int l, int q, double[] to, int at) {
        double[] v = inverse(h, e, l, q);
        double[] half = new double[q];
        for (int i = 0; i < q; i++) {
            Arrays.fill(half, 0, i + 1, 0);
            for (int c = 0; c <= i; c++) SmallCholesky.addTo(half, 0, lambda[of + i * q + c], v, c * q, i + 1);
            to[at + i * q + i] = ModelData.dot(half, 0, i + 1, lambda, of + i * q);
        }
    }

    private static double[] inverse(Factorization h, int e, int l, int q) {
        double[] v = new double[q * q];
        for (int c = 0; c < q; c++) for (int d = 0; d < q; d++) v[c * q + d] = h.inverseEntry(e, l, c, e, l, d, 0);
        return v;
    }

    /**
     * Conditional modes, covariances Lambda H^-1 Lambda' times {@code scale}, H without beta, and slopes by the levels of the design.
     *
     * @param slopes dw by scalar, one array a coefficient that they are told by, the first ones those of beta
     */
    static ConditionalModes conditionalModes(
            BlockCross cross, double[][] lambdas, double[] u, Factorization h, double scale, double[][] slopes) {
        BlockStructure s = cross.structure;
        List<ConditionalModes.Between> between = new BlockCovariances(cross, lambdas, h, scale, slopes).all();
        h.invert(s.p);
        int p = slopes.length;
        double[][] effects = new double[p][];
        for (int k = 0; k < p; k++) {
            effects[k] = slopes[k].clone();
            cross.multiplyLambda(lambdas, effects[k], false);
        }
        double[] b = u.clone();
        cross.multiplyLambda(lambdas, b, false);
        ConditionalModes.Term[] terms = new ConditionalModes.Term[s.terms.size()];
        for (int e = 0; e < s.terms.size(); e++) {
            TermData a = s.term(e);
            int q = a.q();
            double[] whole = new double[q * q];
            double[][] modes = new double[a.m()][];
            double[][] covariance = new double[a.m()][q * (q + 1) / 2];
            double[][] byBeta = new double[a.m()][q * p];
            for (int l = 0; l < a.m(); l++) {
                int level = a.original()[l];
                int from = s.scalarStart[e] + l * q;
                modes[level] = Arrays.copyOfRange(b, from, from + q);
                for (int i = 0; i < q; i++) for (int k = 0; k < p; k++) byBeta[level][i * p + k] = effects[k][from + i];
                sandwich(lambdas[e], a.at(l), h, e, l, q, whole, 0);
                for (int i = 0, at = 0; i < q; i++)
                    for (int j = 0; j <= i; j++, at++) covariance[level][at] = scale * whole[i * q + j];
            }
            terms[s.order[e]] = new ConditionalModes.Term(modes, covariance, byBeta);
        }
        return new ConditionalModes(Arrays.asList(terms), between);
    }
}
