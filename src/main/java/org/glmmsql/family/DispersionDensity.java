package org.glmmsql.family;

import java.util.function.DoubleBinaryOperator;

/** log f = (w / phi) K(y, eta) + C(w, tau) + constant(y, w), phi = e^tau: families with a dispersion (D-F1). */
record DispersionDensity(Kernel kernel, Normalizer normalizer, DoubleBinaryOperator constant) implements LogDensity {
    private static final int L_TAU2 = Want.place(1, 1), L_TAU3 = Want.place(1, 1, 1), L_ETA_TAU2 = Want.place(1, 1, 0);

    /** C(w, tau), what makes the density integrate to one. */
    interface Normalizer {
        double value(double w, double tau);

        /** dC / d tau. */
        double slope(double w, double tau);

        /** d2C / d tau2. */
        double curvature(double w, double tau);

        /** d3C / d tau3. */
        double third(double w, double tau);
    }

    @Override
    public int predictors() {
        return 2;
    }

    @Override
    public void evaluate(int row, int len, double[] y, double[] w, double[][] eta, Want want, double[][] out) {
        boolean random = want.isRandom(1);
        boolean slopes = random ? want.newton() || want.third() : want.others();
        boolean value = slopes || want.value();
        boolean newton = slopes || want.newton();
        boolean third = want.third();
        int needed = (value ? Kernel.VALUE : 0) | (newton ? Kernel.NEWTON : 0) | (third ? Kernel.THIRD : 0);
        kernel.evaluate(row, len, y, eta[0], needed, out);
        double[] tau = eta[1];
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
                slope = slopes && weight != 0 ? normalizer.slope(weight, logPhi) : 0;
            }
            boolean out0 = weight == 0;
            if (slopes) {
                if (random) {
                    byTauAgain(j, out0, weight, logPhi, s, third, out);
                }
                out[L_TAU][j] = out0 ? 0 : slope - s * out[L][j];
                out[L_ETA_TAU][j] = out0 ? 0 : -s * out[L_ETA][j];
                if (!random || third) {
                    out[L_ETA2_TAU][j] = out0 ? 0 : -s * out[L_ETA2][j];
                }
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

    /** The derivatives that a tau with random effects needs beside those of a fixed one, from K and its derivatives in {@code out}. */
    private void byTauAgain(
            int j, boolean out0, double weight, double logPhi, double s, boolean third, double[][] out) {
        out[L_TAU2][j] = out0 ? 0 : normalizer.curvature(weight, logPhi) + s * out[L][j];
        if (third) {
            out[L_ETA_TAU2][j] = out0 ? 0 : s * out[L_ETA][j];
            out[L_TAU3][j] = out0 ? 0 : normalizer.third(weight, logPhi) - s * out[L][j];
        }
    }

    @Override
    public double saddlepointErrorSlope(double w, double tau) {
        return w == 0 ? 0 : normalizer.slope(w, tau) + 0.5;
    }

    @Override
    public boolean concave(int random) {
        return random == 1 && kernel.concave();
    }

    @Override
    public double logConstant(double y, double w) {
        return w == 0 ? 0 : constant.applyAsDouble(y, w);
    }
}
