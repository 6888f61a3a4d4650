package org.glmmsql.family;

import static org.glmmsql.family.LogDensity.L;
import static org.glmmsql.family.LogDensity.L_ETA;
import static org.glmmsql.family.LogDensity.L_ETA2;
import static org.glmmsql.family.LogDensity.L_ETA3;

import org.glmmsql.special.Exponential;

/** K = y eta - mu, mu = e^eta: poisson with the log link. */
final class PoissonLogKernel implements Kernel {
    @Override
    public void evaluate(int row, int len, double[] y, double[] eta, int want, double[][] out) {
        double[][] scratch = Kernel.scratch(len, want, out);
        double[] mu = scratch[1];
        Exponential.exp(len, eta, scratch[0], mu);
        if ((want & VALUE) != 0) {
            double[] value = out[L];
            for (int j = 0; j < len; j++) {
                value[j] = PoissonFamily.kernel(y[row + j], eta[j], mu[j]);
            }
        }
        if ((want & THIRD) != 0) {
            double[] third = out[L_ETA3];
            for (int j = 0; j < len; j++) {
                third[j] = -mu[j];
            }
        }
        if ((want & NEWTON) != 0) {
            double[] first = out[L_ETA];
            double[] second = out[L_ETA2];
            for (int j = 0; j < len; j++) {
                first[j] = y[row + j] - mu[j];
                second[j] = -mu[j];
            }
        }
    }
}
