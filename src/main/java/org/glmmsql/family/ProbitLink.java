package org.glmmsql.family;

import org.apache.commons.numbers.gamma.Erfc;
import org.apache.commons.numbers.gamma.InverseErfc;
import org.glmmsql.special.NormalTail;
import org.glmmsql.special.Stirling;

/** mu = Phi(eta), the standard normal distribution function. */
final class ProbitLink implements SymmetricLink {
    @Override
    public String name() {
        return "probit";
    }

    @Override
    public double eta(double mu) {
        return -Math.sqrt(2) * InverseErfc.value(2 * mu);
    }

    @Override
    public double mu(double eta) {
        return 0.5 * Erfc.value(-eta / Math.sqrt(2));
    }

    @Override
    public double muEta(double eta) {
        return Math.exp(-0.5 * eta * eta - Stirling.HALF_LOG_2PI);
    }

    @Override
    public void logMean(double eta, double[] jet) {
        NormalTail.logCdf(eta, jet);
    }
}
