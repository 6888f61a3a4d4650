package org.glmmsql.family;

import static org.glmmsql.family.Density.L;
import static org.glmmsql.family.Density.L_ETA;
import static org.glmmsql.family.Density.L_ETA2;
import static org.glmmsql.family.Density.L_ETA3;
import static org.glmmsql.family.Density.NEWTON;
import static org.glmmsql.family.Density.THIRD;
import static org.glmmsql.family.Density.VALUE;

/** K = y eta - mu, mu = e^eta: poisson with the log link. */
final class PoissonLogKernel implements Kernel {
    @Override
    public void evaluate(int row, int len, double[] y, double[] eta, int want, double[][] out) {
        double[] value = out[L];
        double[] first = out[L_ETA];
        double[] second = out[L_ETA2];
        double[] third = out[L_ETA3];
        for (int j = 0; j < len; j++) {
            double count = y[row + j];
            double mu = Math.exp(eta[j]);
            if ((want & VALUE) != 0) {
                value[j] = PoissonFamily.kernel(count, eta[j], mu);
            }
            if ((want & NEWTON) != 0) {
                first[j] = count - mu;
                second[j] = -mu;
            }
            if ((want & THIRD) != 0) {
                third[j] = -mu;
            }
        }
    }
}
