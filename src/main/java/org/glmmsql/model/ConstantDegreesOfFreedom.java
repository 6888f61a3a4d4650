package org.glmmsql.model;

/**
 * The same for every hypothesis.
 *
 * @param df infinite for the normal distribution
 */
record ConstantDegreesOfFreedom(double df, double[][] vcov) implements DegreesOfFreedom {
    @Override
    public String method() {
        return df < Double.POSITIVE_INFINITY ? "residual" : "normal";
    }

    @Override
    public double ofContrast(double[] l) {
        return df;
    }

    @Override
    public double ofHypothesis(double[][] l) {
        return df;
    }

    @Override
    public double scaleOfF(double[][] l) {
        return 1;
    }
}
