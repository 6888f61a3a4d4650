package org.glmmsql.family;

import static org.glmmsql.family.Density.L;
import static org.glmmsql.family.Density.L_ETA;
import static org.glmmsql.family.Density.L_ETA2;
import static org.glmmsql.family.Density.L_ETA3;
import static org.glmmsql.family.Density.NEWTON;
import static org.glmmsql.family.Density.THIRD;
import static org.glmmsql.family.Density.VALUE;

/** K = y eta - log(1 + e^eta): binomial with the logit link, everything from e = exp(-|eta|). */
final class LogitKernel implements Kernel {
    @Override
    public void evaluate(int row, int len, double[] y, double[] eta, int want, double[][] out) {
        double[] value = out[L];
        double[] first = out[L_ETA];
        double[] second = out[L_ETA2];
        double[] third = out[L_ETA3];
        for (int j = 0; j < len; j++) {
            double x = eta[j];
            double p = y[row + j];
            double e = Math.exp(-Math.abs(x));
            double d = 1 / (1 + e);
            double ed = e * d;
            if ((want & VALUE) != 0) {
                value[j] = p * x - Math.max(x, 0) - Math.log1p(e);
            }
            if ((want & NEWTON) != 0) {
                double mu = x < 0 ? ed : d;
                double complement = x < 0 ? d : ed;
                first[j] = p * complement - (1 - p) * mu;
                second[j] = -ed * d;
            }
            if ((want & THIRD) != 0) {
                third[j] = ed * d * Math.copySign((1 - e) * d, x);
            }
        }
    }
}
