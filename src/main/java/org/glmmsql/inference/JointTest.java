package org.glmmsql.inference;

import org.glmmsql.model.DegreesOfFreedom;

/**
 * Wald test of q hypotheses at once: F with its denominator, or chi-squared where that is infinite.
 *
 * @param denDf infinite for a chi-squared test
 * @param note why there is no test; else empty
 */
public record JointTest(String term, double statistic, int numDf, double denDf, double pValue, String note) {
    static JointTest none(String term, String note) {
        return new JointTest(term, Double.NaN, 0, Double.NaN, Double.NaN, note);
    }

    /**
     * @param l q rows by the columns kept, linearly independent
     * @param error L beta - c
     */
    static JointTest of(String term, double[][] l, double[] error, DegreesOfFreedom df) {
        double[][] factor = Symmetric.cholesky(Symmetric.of(l, df.vcov()));
        if (factor == null) {
            return none(
                    term,
                    "the covariance matrix of what is tested is singular: hypotheses follow from each other, or covariances are not known");
        }
        int q = l.length;
        double wald = Symmetric.dot(error, Symmetric.solve(factor, error));
        double den = q == 1 ? df.ofContrast(l[0]) : df.ofHypothesis(l);
        double f = df.scaleOfF(l) * wald / q;
        boolean chiSquared = Law.isNormal(den);
        return new JointTest(term, chiSquared ? wald : f, q, den, Law.pValueOfF(chiSquared ? wald / q : f, q, den), "");
    }
}
