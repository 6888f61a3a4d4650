package org.glmmsql.family;

import java.util.Arrays;

/** log f of a response with all its constants, the predictors of its row known. */
final class RowDensity {
    private static final Want VALUE = new Want(true, false, false, false, 1);

    private final LogDensity density;
    private final Support support;
    private final double[] predictors;
    private final double weight;

    /**
     * @param support which responses there are
     * @param predictors as {@link LogDensity} has them, the mean's first
     * @param weight as {@link LogDensity} has it
     */
    RowDensity(LogDensity density, Support support, double[] predictors, double weight) {
        this.density = density;
        this.support = support;
        this.predictors = predictors;
        this.weight = weight;
    }

    Support support() {
        return support;
    }

    double at(double y) {
        return at(new double[] {y})[0];
    }

    /** For several responses at once; -infinity for those that there are not. */
    double[] at(double[] y) {
        int n = y.length;
        double[] possible = y.clone();
        int kept = 0;
        for (double value : y) {
            if (support.contains(value)) {
                possible[kept++] = value;
            }
        }
        double[] log = new double[n];
        if (kept > 0) {
            double[] w = new double[kept];
            Arrays.fill(w, weight);
            double[][] eta = new double[predictors.length][kept];
            for (int s = 0; s < predictors.length; s++) {
                Arrays.fill(eta[s], predictors[s]);
            }
            double[][] out = new double[Want.places(predictors.length)][kept];
            density.evaluate(0, kept, possible, w, eta, VALUE, out);
            for (int i = n - 1, k = kept - 1; i >= 0; i--) {
                log[i] = support.contains(y[i])
                        ? out[LogDensity.L][k] + density.logConstant(possible[k--], weight)
                        : Double.NEGATIVE_INFINITY;
            }
        } else {
            Arrays.fill(log, Double.NEGATIVE_INFINITY);
        }
        return log;
    }
}
