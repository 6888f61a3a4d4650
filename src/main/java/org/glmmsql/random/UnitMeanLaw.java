package org.glmmsql.random;

import org.glmmsql.special.Stirling;

/** A law of u > 0 with E u = 1 whose density is normalised by a gamma function of k = 1/lambda: gamma, and inverse gamma on either scale. */
abstract class UnitMeanLaw extends StandardisedLaw {
    UnitMeanLaw(double drift) {
        super(drift);
    }

    @Override
    double constant(double k) {
        return -Stirling.error(k);
    }

    @Override
    double constantSlope(double k) {
        return -k * Stirling.errorDerivative(k);
    }

    @Override
    public double scale() {
        return 1;
    }

    @Override
    public double mean(double lambda) {
        return 1;
    }
}
