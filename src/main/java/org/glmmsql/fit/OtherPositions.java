package org.glmmsql.fit;

import java.util.Arrays;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.glmmsql.likelihood.TermData;
import org.glmmsql.model.RandomEffects;

/**
 * The effects of a level at positions that its rows lack, which are normal given those that it has: with P the positions of the level,
 * A = Sigma_.P Sigma_PP^-1 and V the conditional covariance of its own effects b, they have mean A b and covariance
 * Sigma - A Sigma_P. + A V A' (Cressie 1993, section 3.4.5). Of covariances only the variances are kept.
 */
final class OtherPositions {
    private final RandomEffects own;
    private final int[][] positions;
    private final int q;
    /** Effects of the level with the most. */
    private final int most;

    /** @param own with effects numbered within each level */
    OtherPositions(RandomEffects own, TermData term) {
        this.own = own;
        positions = term.positionsByOriginal();
        q = own.terms().size();
        most = term.q();
    }

    RandomEffects all() {
        int m = positions.length;
        double[][] modes = new double[m][q];
        double[][] errors = new double[m][q];
        double[][] variances = new double[m][q];
        double[][] slopes = new double[m][];
        double[][] others = new double[m][];
        for (int l = 0; l < m; l++) {
            int k = positions[l].length;
            DMatrixRMaj weights = map(l);
            slopes[l] = product(weights, own.slopes()[l]);
            others[l] = product(weights, own.otherSlopes()[l]);
            DMatrixRMaj v = new DMatrixRMaj(k, k);
            for (int i = 0; i < k; i++)
                for (int j = 0; j <= i; j++) {
                    v.set(i, j, own.covariances()[l][i * (i + 1) / 2 + j]);
                    v.set(j, i, v.get(i, j));
                }
            for (int i = 0; i < q; i++) {
                int at = Arrays.binarySearch(positions[l], i);
                variances[l][i] = at >= 0 ? v.get(at, at) : own.sigma()[i * q + i];
                for (int a = 0; a < k; a++) {
                    double weight = weights.get(i, a);
                    modes[l][i] += weight * own.modes()[l][a];
                    if (at >= 0) continue;
                    variances[l][i] -= weight * own.sigma()[i * q + positions[l][a]];
                    for (int b = 0; b < k; b++) variances[l][i] += weight * v.get(a, b) * weights.get(i, b);
                }
                errors[l][i] = Math.sqrt(Math.max(0, variances[l][i]));
                variances[l][i] = errors[l][i] * errors[l][i];
            }
        }
        return new RandomEffects(own.term(), own.levels(), modes, errors, variances, slopes, others, own.between());
    }

    /** Effects at all positions from those that a level has, q x k. */
    DMatrixRMaj map(int level) {
        int[] at = positions[level];
        DMatrixRMaj map = weights(at);
        for (int a = 0; a < at.length; a++) for (int b = 0; b < at.length; b++) map.set(at[a], b, a == b ? 1 : 0);
        return map;
    }

    /** @param rows by the effects that a level has, row-major, and maybe more */
    private double[] product(DMatrixRMaj map, double[] rows) {
        int columns = rows.length / most;
        double[] result = new double[q * columns];
        for (int i = 0; i < q; i++)
            for (int a = 0; a < map.numCols; a++)
                for (int j = 0; j < columns; j++) result[i * columns + j] += map.get(i, a) * rows[a * columns + j];
        return result;
    }

    /** A, q x k; 0 where the effects of the level are all but determined by one another. */
    private DMatrixRMaj weights(int[] at) {
        int k = at.length;
        DMatrixRMaj among = new DMatrixRMaj(k, k);
        DMatrixRMaj with = new DMatrixRMaj(k, q);
        for (int a = 0; a < k; a++) {
            for (int b = 0; b < k; b++) among.set(a, b, own.sigma()[at[a] * q + at[b]]);
            for (int i = 0; i < q; i++) with.set(a, i, own.sigma()[at[a] * q + i]);
        }
        DMatrixRMaj inverse = new DMatrixRMaj(k, k);
        DMatrixRMaj weights = new DMatrixRMaj(q, k);
        if (k > 0) {
            CommonOps_DDRM.pinv(among, inverse);
            CommonOps_DDRM.multTransA(with, inverse, weights);
        }
        return weights;
    }
}
