package org.glmmsql.family;

import static org.glmmsql.family.LogDensity.L;
import static org.glmmsql.family.LogDensity.L_ETA;
import static org.glmmsql.family.LogDensity.L_ETA2;
import static org.glmmsql.family.LogDensity.L_ETA3;

/** K(y, s(eta)) of a family written in s, which is mu or log mu, with any link: the chain rule to the third order (D-F3). */
record ComposedKernel(Outer outer, Inner inner, boolean concave) implements Kernel {
    /** K(y, s) and its first three derivatives by s. */
    @FunctionalInterface
    interface Outer {
        void evaluate(double y, double s, double[] jet);
    }

    /** s(eta) and its first three derivatives; a value of NaN where eta is outside the range of the link. */
    @FunctionalInterface
    interface Inner {
        void evaluate(double eta, double[] jet);
    }

    @Override
    public void evaluate(int row, int len, double[] y, double[] eta, int want, double[][] out) {
        double[] k = new double[Jets.SIZE];
        double[] s = new double[Jets.SIZE];
        for (int j = 0; j < len; j++) {
            inner.evaluate(eta[j], s);
            if (Double.isNaN(s[0])) {
                Jets.set(k, Double.NEGATIVE_INFINITY, Double.NaN, Double.NaN, Double.NaN);
            } else {
                outer.evaluate(y[row + j], s[0], k);
            }
            if ((want & VALUE) != 0) {
                out[L][j] = k[0];
            }
            if ((want & NEWTON) != 0) {
                out[L_ETA][j] = k[1] * s[1];
                out[L_ETA2][j] = k[2] * s[1] * s[1] + k[1] * s[2];
            }
            if ((want & THIRD) != 0) {
                out[L_ETA3][j] = k[3] * s[1] * s[1] * s[1] + 3 * k[2] * s[1] * s[2] + k[1] * s[3];
            }
        }
    }
}
