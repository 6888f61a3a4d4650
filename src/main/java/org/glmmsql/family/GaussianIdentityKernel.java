package org.glmmsql.family;

import static org.glmmsql.family.LogDensity.L;
import static org.glmmsql.family.LogDensity.L_ETA;
import static org.glmmsql.family.LogDensity.L_ETA2;
import static org.glmmsql.family.LogDensity.L_ETA3;

import java.util.Arrays;

/** K = -(y - eta)^2 / 2: gaussian with the identity link. */
final class GaussianIdentityKernel implements Kernel {
    @Override
    public void evaluate(int row, int len, double[] y, double[] eta, int want, double[][] out) {
        double[] value = out[L];
        double[] first = out[L_ETA];
        if ((want & VALUE) != 0) {
            for (int j = 0; j < len; j++) {
                double residual = y[row + j] - eta[j];
                value[j] = -0.5 * residual * residual;
            }
        }
        if ((want & NEWTON) != 0) {
            for (int j = 0; j < len; j++) {
                first[j] = y[row + j] - eta[j];
            }
            Arrays.fill(out[L_ETA2], 0, len, -1);
        }
        if ((want & THIRD) != 0) {
            Arrays.fill(out[L_ETA3], 0, len, 0);
        }
    }
}
