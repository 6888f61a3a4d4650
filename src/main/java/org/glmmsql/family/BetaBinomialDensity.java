package org.glmmsql.family;

import org.glmmsql.special.RisingFactorial;

/**
 * Beta-binomial density of k = w y successes in w trials of mean mu and precision phi (D-F22): that of binomial with factors that go to 1 as phi
 * goes to infinity, without any that cancel.
 */
final class BetaBinomialDensity extends ShapesDensity {
    BetaBinomialDensity(UnitLink link) {
        super(link);
    }

    @Override
    double repeats(double w) {
        return 1;
    }

    @Override
    void ofTau(double w, Parts parts) {
        RisingFactorial.excessByLog(parts.tau, Math.rint(w), parts.ofTau, parts.scratch);
        for (int k = 0; k < Jets.SIZE; k++) parts.ofTau[k] = -parts.ofTau[k];
    }

    /** M = k log mu + (w - k) log(1 - mu), A and B the excess of k and w - k factors. */
    @Override
    void ofRow(double y, double w, Parts parts) {
        double successes = Math.rint(w * y);
        double failures = Math.rint(w) - successes;
        for (int k = 0; k < Jets.SIZE; k++) {
            parts.ofMean[k] = (successes == 0 ? 0 : successes * parts.logMean[k])
                    + (failures == 0 ? 0 : failures * parts.logComplement[k]);
        }
        RisingFactorial.excessByLog(parts.tau + parts.logMean[0], successes, parts.first, parts.scratch);
        RisingFactorial.excessByLog(parts.tau + parts.logComplement[0], failures, parts.second, parts.scratch);
    }

    @Override
    public double logConstant(double y, double w) {
        return w == 0 ? 0 : TrialsFamily.logChoose(y, w);
    }
}
