package org.glmmsql.fit;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.glmmsql.likelihood.ModelData;
import org.jspecify.annotations.Nullable;

/** X'WX beta = X'Wz of the columns of the mean, by the first rows of the data. */
final class NormalEquations {
    /** Those of a sample that are worse than this miss a rare level. */
    private static final double SOUND = 1e-8;

    private final ModelData data;

    NormalEquations(ModelData data) {
        this.data = data;
    }

    /** Null if they have no solution. @param weight of the rows that are used */
    @Nullable
    LinearSolverDense<DMatrixRMaj> solver(double[] weight) {
        int p = data.p();
        DMatrixRMaj xwx = new DMatrixRMaj(p, p);
        for (int k = 0; k < p; k++)
            for (int l = 0; l <= k; l++) {
                double[] xk = data.x()[k];
                double[] xl = data.x()[l];
                double sum = 0;
                for (int i = 0; i < weight.length; i++) sum += weight[i] * xk[i] * xl[i];
                xwx.set(k, l, sum);
                xwx.set(l, k, sum);
            }
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(Math.max(1, p));
        boolean usable = p > 0 && solver.setA(xwx) && (weight.length == data.n() || solver.quality() > SOUND);
        return usable ? solver : null;
    }

    double[] solution(LinearSolverDense<DMatrixRMaj> solver, double[] working, double[] weight) {
        int p = data.p();
        DMatrixRMaj b = new DMatrixRMaj(p, 1);
        for (int k = 0; k < p; k++) {
            double sum = 0;
            for (int i = 0; i < weight.length; i++) sum += weight[i] * working[i] * data.x()[k][i];
            b.set(k, 0, sum);
        }
        DMatrixRMaj beta = new DMatrixRMaj(p, 1);
        solver.solve(b, beta);
        return beta.data;
    }
}
