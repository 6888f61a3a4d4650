package org.glmmsql.likelihood;

import java.io.Serializable;
import java.util.List;

/**
 * Modes of the random effects given data and parameters, on the scale of the scaled columns.
 *
 * @param terms one entry a random term, in the order of the design
 */
public record ConditionalModes(List<Term> terms) implements Serializable {
    /**
     * @param b m x q modes by level of the design
     * @param covariance m x (q (q + 1) / 2) lower triangles by rows
     * @param slopes m x (q p) derivatives of the modes by the p fixed effects, with them thresholds, row-major
     */
    public record Term(double[][] b, double[][] covariance, double[][] slopes) implements Serializable {
        /** Of zeros, for m levels, q effects and p fixed effects. */
        static Term of(int m, int q, int p) {
            return new Term(new double[m][q], new double[m][q * (q + 1) / 2], new double[m][q * p]);
        }
    }
}
