package org.glmmsql.fit;

import java.util.List;
import org.glmmsql.formula.RobustVcov;

/**
 * C (sum of s s') C over levels, C the inverse observed information of all parameters and s the score of a level: what estimates vary by
 * where the responses of a level have more in common than the model says (Liang and Zeger 1986). CR1 is m / (m - 1) times it.
 */
final class RobustJoint {
    private RobustJoint() {}

    /** @param covariance C; what is not known of a parameter at its bound stays so, as its scores are 0 */
    static double[][] of(double[][] covariance, List<double[]> scores, RobustVcov.Type type) {
        int d = covariance.length;
        int m = scores.size();
        double[][] robust = new double[d][d];
        double[] changes = new double[d];
        for (double[] score : scores) {
            for (int i = 0; i < d; i++) {
                changes[i] = 0;
                for (int j = 0; j < d; j++)
                    if (!Double.isNaN(covariance[i][j])) changes[i] += covariance[i][j] * score[j];
            }
            for (int i = 0; i < d; i++) for (int j = 0; j < d; j++) robust[i][j] += changes[i] * changes[j];
        }
        double factor = type == RobustVcov.Type.CR0 ? 1 : m / (m - 1.0);
        for (int i = 0; i < d; i++)
            for (int j = 0; j < d; j++)
                robust[i][j] = Double.isNaN(covariance[i][i]) || Double.isNaN(covariance[j][j])
                        ? Double.NaN
                        : factor * robust[i][j];
        return robust;
    }
}
