package org.glmmsql.family;

import java.util.function.Supplier;

/**
 * A log density written once, in {@link Jet}s of its predictors: all derivatives come with it. The prior weight multiplies it, as of
 * repeated rows.
 */
final class JetDensity implements LogDensity {
    /** log f of a response, less its {@link Constant}. */
    @FunctionalInterface
    interface Definition {
        /** @param eta by predictor; a value of NaN is outside the family's range */
        Jet at(double y, Jet[] eta);
    }

    /** The part of log f that depends on no predictor. */
    @FunctionalInterface
    interface Constant {
        double at(double y);
    }

    private final int predictors;
    private final Supplier<Definition> definitions;
    private final Constant constant;
    private final boolean concave;

    /** @param concave whether it is in the predictor of the mean alone */
    JetDensity(int predictors, boolean concave, Definition definition, Constant constant) {
        this(predictors, concave, () -> definition, constant);
    }

    /** @param definitions one for each block of rows, which may keep what its rows have in common */
    JetDensity(int predictors, boolean concave, Supplier<Definition> definitions, Constant constant) {
        this.predictors = predictors;
        this.definitions = definitions;
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
        Definition definition = definitions.get();
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
            rows.store(definition.at(y[row + j], at), w[row + j], j, out);
        }
    }

    @Override
    public boolean concave(int random) {
        return random == 1 && concave;
    }

    @Override
    public double logConstant(double y, double w) {
        return w == 0 ? 0 : w * constant.at(y);
    }
}
