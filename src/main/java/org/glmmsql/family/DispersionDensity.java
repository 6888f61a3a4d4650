package org.glmmsql.family;

import java.util.function.DoubleBinaryOperator;

/** log f = (w / phi) K(y, eta) + C(w, tau) + constant(y, w), phi = e^tau: families with a dispersion (D-F1). */
record DispersionDensity(Kernel kernel, Normalizer normalizer, DoubleBinaryOperator constant) implements Density {
    /** C(w, tau), what makes the density integrate to one. */
    interface Normalizer {
        double value(double w, double tau);

        /** dC / d tau. */
        double slope(double w, double tau);
    }

    @Override
    public void evaluate(
            int row, int len, double[] y, double[] w, double[] eta, double[] tau, int want, double[][] out) {
        boolean dispersion = (want & DISPERSION) != 0;
        boolean value = dispersion || (want & VALUE) != 0;
        boolean newton = dispersion || (want & NEWTON) != 0;
        boolean third = (want & THIRD) != 0;
        kernel.evaluate(row, len, y, eta, dispersion ? want | VALUE | NEWTON : want, out);
        // weights and dispersions mostly repeat from row to row: what depends on them only is kept
        double weight = Double.NaN;
        double logPhi = Double.NaN;
        double s = 0;
        double c = 0;
        double slope = 0;
        for (int j = 0; j < len; j++) {
            if (w[row + j] != weight || tau[j] != logPhi) {
                weight = w[row + j];
                logPhi = tau[j];
                s = weight * Math.exp(-logPhi);
                c = value && weight != 0 ? normalizer.value(weight, logPhi) : 0;
                slope = dispersion && weight != 0 ? normalizer.slope(weight, logPhi) : 0;
            }
            boolean out0 = weight == 0;
            if (dispersion) {
                out[L_TAU][j] = out0 ? 0 : slope - s * out[L][j];
                out[L_ETA_TAU][j] = out0 ? 0 : -s * out[L_ETA][j];
                out[L_ETA2_TAU][j] = out0 ? 0 : -s * out[L_ETA2][j];
            }
            if (value) {
                out[L][j] = out0 ? 0 : s * out[L][j] + c;
            }
            if (newton) {
                out[L_ETA][j] = out0 ? 0 : s * out[L_ETA][j];
                out[L_ETA2][j] = out0 ? 0 : s * out[L_ETA2][j];
            }
            if (third) {
                out[L_ETA3][j] = out0 ? 0 : s * out[L_ETA3][j];
            }
        }
    }

    @Override
    public double saddlepointErrorSlope(double w, double tau) {
        return w == 0 ? 0 : normalizer.slope(w, tau) + 0.5;
    }

    @Override
    public boolean concave() {
        return kernel.concave();
    }

    @Override
    public double logConstant(double y, double w) {
        return w == 0 ? 0 : constant.applyAsDouble(y, w);
    }
}
