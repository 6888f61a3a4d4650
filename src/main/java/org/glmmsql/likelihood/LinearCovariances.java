package org.glmmsql.likelihood;

import java.util.ArrayList;
import java.util.List;

/**
 * Parameters of the covariances of random effects for Kenward and Roger: where Sigma is linear in some numbers these numbers, as variances
 * and covariances, which are regular at a variance of 0 too; else those of the structure, a variance of 0 as itself (D63).
 */
final class LinearCovariances {
    private LinearCovariances() {}

    /**
     * @param k which of the term's own parameters, for its name
     * @param linear whether it is one of those that Sigma is linear in
     * @param slope dSigma / dgamma in the layout of lambdas
     */
    record Parameter(TermData term, int k, boolean linear, double[] slope) {
        String name() {
            return term.group() + " "
                    + (linear ? "covariance " + (k + 1) : term.parameter(k).name());
        }
    }

    static List<Parameter> of(TermData term, double[] psi) {
        List<Parameter> parameters = new ArrayList<>();
        double[] at = psi.clone();
        boolean linear = term.q() == 1 || term.structure().isLinear();
        boolean bound = false;
        if (linear) {
            double[] ones = new double[term.q()];
            java.util.Arrays.fill(ones, 1);
            term.structure().start(term.q(), ones, at, term.thetaFrom());
        } else {
            for (int k = 0; k < term.thetaSize(); k++)
                if (psi[term.thetaFrom() + k] == term.parameter(k).boundary()) {
                    at[term.thetaFrom() + k] = 1;
                    bound = true;
                }
        }
        double[][] slopes = term.covarianceSlopes(at);
        for (int k = 0; k < slopes.length; k++)
            // of effects that are none nothing else than their variance counts
            if (!bound || at[term.thetaFrom() + k] != psi[term.thetaFrom() + k])
                parameters.add(new Parameter(term, k, linear, slopes[k]));
        return parameters;
    }
}
