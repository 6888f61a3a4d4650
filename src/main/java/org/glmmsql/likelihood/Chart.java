package org.glmmsql.likelihood;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.jspecify.annotations.Nullable;

/**
 * From parameters theta of a covariance structure to numbers phi that it is told by. A sum of w_ij V_ij over second derivatives depends on
 * the parameters they are by: that by phi is the one by theta plus c_i V_i, c = -J (w : d2phi / dtheta dtheta), J = dtheta / dphi.
 */
final class Chart {
    /** Of differences of order four, which meet rounding and truncation at 1e-9 twice over. */
    private static final double STEP = 1e-2;

    private Chart() {}

    /** phi at theta, as many numbers. */
    interface Told {
        double[] of(double[] theta);
    }

    /** f(theta) changed along a parameter. */
    interface Function {
        double[] of(double[] theta);
    }

    /** df / dtheta_k. */
    static double[] slope(Function f, double[] theta, int k) {
        double kept = theta[k];
        double[] at = theta.clone();
        double[] sum = null;
        for (int times : new int[] {1, -1, 2, -2}) {
            at[k] = kept + times * STEP;
            double weight = (Math.abs(times) == 1 ? 8 : -1) * Math.signum(times) / (12 * STEP);
            double[] value = f.of(at);
            if (sum == null) sum = new double[value.length];
            for (int i = 0; i < value.length; i++) sum[i] += weight * value[i];
        }
        return sum == null ? new double[0] : sum;
    }

    /** c; null where theta is no function of phi. @param w by theta */
    static double @Nullable [] correction(double[][] w, double[] theta, Told told) {
        int size = theta.length;
        DMatrixRMaj j = new DMatrixRMaj(size, size);
        double[] sums = new double[size];
        for (int k = 0; k < size; k++) {
            double[] slope = slope(told::of, theta, k);
            for (int a = 0; a < size; a++) j.set(a, k, slope[a]);
            int first = k;
            for (int l = 0; l < size; l++) {
                double[] second = slope(at -> slope(told::of, at, first), theta, l);
                for (int a = 0; a < size; a++) sums[a] += w[k][l] * second[a];
            }
        }
        if (!CommonOps_DDRM.invert(j)) return null;
        double[] c = new double[size];
        for (int i = 0; i < size; i++) for (int a = 0; a < size; a++) c[i] -= j.get(i, a) * sums[a];
        return c;
    }
}
