package org.glmmsql.family;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;

/** log f = w K(y, eta) + constant(y, w): families without a dispersion. */
record UnitDispersionDensity(Kernel kernel, DoubleBinaryOperator constant) implements LogDensity {
    @Override
    public int predictors() {
        return 1;
    }

    @Override
    public void evaluate(int row, int len, double[] y, double[] w, double[][] eta, Want want, double[][] out) {
        kernel.evaluate(row, len, y, eta[0], Kernel.wanted(want), out);
        if (!allOne(row, len, w)) {
            multiply(row, len, w, want, out);
        }
    }

    @Override
    public boolean concave(int random) {
        return kernel.concave();
    }

    @Override
    public double logConstant(double y, double w) {
        return w == 0 ? 0 : constant.applyAsDouble(y, w);
    }

    /** The first is 1 and each is equal to the next: a comparison of ranges, which the JVM does in vectors. */
    private static boolean allOne(int row, int len, double[] w) {
        return len == 0 || w[row] == 1 && Arrays.equals(w, row, row + len - 1, w, row + 1, row + len);
    }

    private static void multiply(int row, int len, double[] w, Want want, double[][] out) {
        if (want.value()) {
            multiply(row, len, w, out[L]);
        }
        if (want.newton()) {
            multiply(row, len, w, out[L_ETA]);
            multiply(row, len, w, out[L_ETA2]);
        }
        if (want.third()) {
            multiply(row, len, w, out[L_ETA3]);
        }
    }

    /** A row of weight 0 gives 0, even where K is infinite. */
    private static void multiply(int row, int len, double[] w, double[] values) {
        for (int j = 0; j < len; j++) {
            double weight = w[row + j];
            values[j] = weight == 0 ? 0 : weight * values[j];
        }
    }
}
