package org.glmmsql.family;

import static org.glmmsql.family.LogDensity.L;
import static org.glmmsql.family.LogDensity.L_ETA;
import static org.glmmsql.family.LogDensity.L_ETA2;
import static org.glmmsql.family.LogDensity.L_ETA3;

import org.glmmsql.special.Exponential;

/** K = 1 + log r - r, r = y / mu = y e^-eta: Gamma with the log link. */
final class GammaLogKernel implements Kernel {
    @Override
    public void evaluate(int row, int len, double[] y, double[] eta, int want, double[][] out) {
        double[][] scratch = Kernel.scratch(len, want, out);
        double[] r = scratch[1];
        Exponential.exp(len, eta, scratch[0], r);
        for (int j = 0; j < len; j++) {
            r[j] = y[row + j] / r[j];
        }
        if ((want & VALUE) != 0) {
            double[] value = out[L];
            for (int j = 0; j < len; j++) {
                value[j] = 1 + (Math.log(y[row + j]) - eta[j]) - r[j];
            }
        }
        if ((want & THIRD) != 0) {
            System.arraycopy(r, 0, out[L_ETA3], 0, len);
        }
        if ((want & NEWTON) != 0) {
            double[] first = out[L_ETA];
            double[] second = out[L_ETA2];
            for (int j = 0; j < len; j++) {
                first[j] = r[j] - 1;
                second[j] = -r[j];
            }
        }
    }
}
