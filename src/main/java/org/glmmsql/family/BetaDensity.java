package org.glmmsql.family;

import org.glmmsql.special.Stirling;

/**
 * Beta density of mean mu and precision phi (D-F21), the Gamma functions by Stirling's formula: what is left is phi times a deviance, logarithms
 * and Stirling errors, of which nothing cancels for a large phi. A prior weight multiplies it.
 */
final class BetaDensity extends ShapesDensity {
    BetaDensity(UnitLink link) {
        super(link);
    }

    @Override
    double repeats(double w) {
        return w;
    }

    /** T = tau / 2 + S(phi). */
    @Override
    void ofTau(double w, Parts parts) {
        Stirling.errorByLog(parts.tau, parts.phi, true, parts.ofTau);
        parts.ofTau[0] += 0.5 * parts.tau;
        parts.ofTau[1] += 0.5;
    }

    /** K = mu log(y / mu) + (1 - mu) log((1 - y) / (1 - mu)), M = log(mu (1 - mu)) / 2, A = -S(a), B = -S(b). */
    @Override
    void ofRow(double y, double w, Parts parts) {
        double[] alpha = parts.logMean;
        double[] beta = parts.logComplement;
        double[] mu = parts.mean;
        double excess = Math.log(y / (1 - y)) - (alpha[0] - beta[0]);
        // K itself is a part of log f and of its derivatives by tau alone
        double deviance = parts.deviance ? Math.log1p(-y) - beta[0] + mu[0] * excess : Double.NaN;
        double logit1 = alpha[1] - beta[1];
        double logit2 = alpha[2] - beta[2];
        Jets.set(
                parts.scaled,
                deviance,
                mu[1] * excess,
                mu[2] * excess - mu[1] * logit1,
                mu[3] * excess - 2 * mu[2] * logit1 - mu[1] * logit2);
        Stirling.errorByLog(parts.tau + alpha[0], parts.phi * mu[0], parts.value, parts.first);
        Stirling.errorByLog(parts.tau + beta[0], parts.phi * parts.complement, parts.value, parts.second);
        for (int k = 0; k < Jets.SIZE; k++) {
            parts.ofMean[k] = 0.5 * (alpha[k] + beta[k]);
            parts.first[k] = -parts.first[k];
            parts.second[k] = -parts.second[k];
        }
    }

    @Override
    public double logConstant(double y, double w) {
        return w == 0 ? 0 : w * (-Math.log(y) - Math.log1p(-y) - Stirling.HALF_LOG_2PI);
    }
}
