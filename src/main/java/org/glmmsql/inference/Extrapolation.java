package org.glmmsql.inference;

import java.util.function.DoubleUnaryOperator;

/**
 * Derivatives by central differences with steps h, h/2, h/4 and the weights that take the terms in h^2 and h^4 out of them (Richardson 1911):
 * exact but for rounding for polynomials up to degree 6.
 */
final class Extrapolation {
    static final double[] WEIGHTS = {1.0 / 45, -20.0 / 45, 64.0 / 45};

    private Extrapolation() {}

    static double[] steps(double h) {
        return new double[] {h, h / 2, h / 4};
    }

    /** Of a link, whose scale is of the order of 1. */
    static double derivative(DoubleUnaryOperator f, double x) {
        double[] steps = steps(0.01 * Math.max(1e-2, Math.min(1, Math.abs(x))));
        double sum = 0;
        for (int k = 0; k < steps.length; k++) {
            sum += WEIGHTS[k] * (f.applyAsDouble(x + steps[k]) - f.applyAsDouble(x - steps[k])) / (2 * steps[k]);
        }
        return sum;
    }
}
