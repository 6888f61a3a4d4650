package org.glmmsql.likelihood;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.List;

/**
 * Modes of the random effects given data and parameters, on the scale of the scaled columns.
 *
 * @param terms one entry a random term, in the order of the design
 * @param between covariances of effects of two terms; of pairs of which they are too many there is none
 */
public record ConditionalModes(List<Term> terms, List<Between> between) implements Serializable {
    /**
     * @param b m x q modes by level of the design
     * @param covariance m x (q (q + 1) / 2) lower triangles by rows
     * @param slopes m x (q p) derivatives of the modes by the p coefficients that they are told by, row-major
     */
    public record Term(double[][] b, double[][] covariance, double[][] slopes) implements Serializable {
        /** Of zeros, for m levels, q effects and p coefficients. */
        static Term of(int m, int q, int p) {
            return new Term(new double[m][q], new double[m][q * (q + 1) / 2], new double[m][q * p]);
        }
    }

    /**
     * Conditional covariances of the effects of two terms.
     *
     * @param first place of a term in the design, before {@code second}
     * @param with by level of the first term the levels of the second that there are covariances with
     * @param covariances by level of the first term a q x r block for each of these, row-major, one after the other
     */
    public record Between(int first, int second, int[][] with, double[][] covariances) implements Serializable {}

    /** Of zeros, for terms with so many levels each. @param m by term */
    static ConditionalModes of(ModelData data, int[] m) {
        List<Term> terms = new ArrayList<>();
        List<Between> between = new ArrayList<>();
        for (int t = 0; t < m.length; t++) {
            terms.add(Term.of(m[t], data.terms().get(t).q(), data.followed()));
            for (int s = 0; s < t; s++) between.add(new Between(s, t, new int[m[s]][0], new double[m[s]][0]));
        }
        return new ConditionalModes(terms, between);
    }
}
