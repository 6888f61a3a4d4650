package org.glmmsql.family;

import static org.glmmsql.family.LogDensity.L;
import static org.glmmsql.family.LogDensity.L_ETA;
import static org.glmmsql.family.LogDensity.L_ETA2;
import static org.glmmsql.family.LogDensity.L_ETA3;

/** K = y log mu + (1 - y) log(1 - mu) with any link, from the tails of the link: no 1 - mu is ever formed (D-F4). */
record BinomialKernel(UnitLink link) implements Kernel {
    @Override
    public boolean concave() {
        return link.concave();
    }

    @Override
    public void evaluate(int row, int len, double[] y, double[] eta, int want, double[][] out) {
        double[] k = new double[Jets.SIZE];
        double[] other = new double[Jets.SIZE];
        for (int j = 0; j < len; j++) {
            double p = y[row + j];
            if (!link.inRange(eta[j])) {
                Jets.set(k, Double.NEGATIVE_INFINITY, Double.NaN, Double.NaN, Double.NaN);
            } else if (p == 1) {
                link.logMean(eta[j], k);
            } else if (p == 0) {
                link.logComplement(eta[j], k);
            } else {
                link.logMean(eta[j], k);
                link.logComplement(eta[j], other);
                for (int i = 0; i < Jets.SIZE; i++) {
                    k[i] = p * k[i] + (1 - p) * other[i];
                }
            }
            if ((want & VALUE) != 0) {
                out[L][j] = k[0];
            }
            if ((want & NEWTON) != 0) {
                out[L_ETA][j] = k[1];
                out[L_ETA2][j] = k[2];
            }
            if ((want & THIRD) != 0) {
                out[L_ETA3][j] = k[3];
            }
        }
    }
}
