package org.glmmsql.family;

import java.util.function.DoubleBinaryOperator;

/** A log density written once, in {@link Jet}s of its predictors, whose prior weight divides the variance of the response. */
final class ScaledJetDensity implements LogDensity {
    /** log f of a response, less its constant. */
    @FunctionalInterface
    interface Definition {
        /**
         * @param w prior weight, more than 0
         * @param eta by predictor; a value of NaN is outside the family's range
         */
        Jet at(double y, double w, Jet[] eta);
    }

    private final int predictors;
    private final Definition definition;
    private final DoubleBinaryOperator constant;
    private final boolean concave;

    /**
     * @param concave whether it is in the predictor of the mean alone
     * @param constant the part of log f(y) with weight w that depends on no predictor
     */
    ScaledJetDensity(int predictors, boolean concave, Definition definition, DoubleBinaryOperator constant) {
        this.predictors = predictors;
        this.definition = definition;
        this.constant = constant;
        this.concave = concave;
    }

    @Override
    public int predictors() {
        return predictors;
    }

    @Override
    public void evaluate(int row, int len, double[] y, double[] w, double[][] eta, Want want, double[][] out) {
        JetRows rows = new JetRows(predictors, want);
        Jet[] at = new Jet[predictors];
        for (int j = 0; j < len; j++) {
            if (w[row + j] == 0) {
                rows.zero(j, out);
                continue;
            }
            rows.space.clear();
            for (int s = 0; s < predictors; s++) {
                at[s] = rows.space.variable(rows.number(s), eta[s][j]);
            }
            rows.store(definition.at(y[row + j], w[row + j], at), 1, j, out);
        }
    }

    @Override
    public boolean concave(int random) {
        return random == 1 && concave;
    }

    @Override
    public double logConstant(double y, double w) {
        return w == 0 ? 0 : constant.applyAsDouble(y, w);
    }
}
