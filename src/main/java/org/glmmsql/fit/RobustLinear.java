package org.glmmsql.fit;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.DecompositionFactory_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.decomposition.CholeskyDecomposition_F64;
import org.ejml.interfaces.decomposition.EigenDecomposition_F64;
import org.ejml.interfaces.linsol.LinearSolverDense;
import org.glmmsql.design.Design;
import org.glmmsql.design.RandomDesign;
import org.glmmsql.error.ErrorCode;
import org.glmmsql.error.GlmmException;
import org.glmmsql.formula.RobustVcov;

/**
 * C (sum of u u') C of the fixed effects of a gaussian model over levels j, u = X_j' V_j^-1 A_j e_j, V_j the covariance matrix of the responses
 * of a level and C that of the fixed effects, covariance parameters as if known. CR0: A = I. CR1: m / (m - 1) times it. CR2: A = D' (D (V - X C
 * X') D')^-1/2 D with V = D' D (Bell and McCaffrey 2002; Pustejovsky and Tipton 2018).
 */
final class RobustLinear {
    /** Rows of a level, whose covariance matrix is kept whole. */
    private static final int MOST_ROWS = 4_000;

    /** Of the largest eigenvalue, what is none. */
    private static final double NO_EIGENVALUE = 1e-12;

    private final Design design;
    private final List<double[]> sigma;
    private final double variance;
    private final double[] beta;
    private final DMatrixRMaj covariance;

    /**
     * @param sigma covariance matrices of the random terms, over the effects of the design
     * @param variance of the residual of a row of weight 1
     * @param beta estimates of the columns kept
     * @param triangle C, its lower triangle in the first rows
     */
    RobustLinear(Design design, List<double[]> sigma, double variance, double[] beta, double[][] triangle) {
        this.design = design;
        this.sigma = sigma;
        this.variance = variance;
        this.beta = beta;
        int p = beta.length;
        covariance = new DMatrixRMaj(p, p);
        for (int i = 0; i < p; i++)
            for (int j = 0; j < p; j++) covariance.set(i, j, triangle[Math.max(i, j)][Math.min(i, j)]);
    }

    /** Puts it in place of C. @throws GlmmException NOT_APPLICABLE for a factor whose levels have random effects in common; LIMIT */
    void replace(double[][] triangle, RobustVcov.Type type, String group, Runnable cancellation) {
        int p = beta.length;
        RandomDesign term = design.random().stream()
                .filter(random -> random.group().equals(group))
                .findFirst()
                .orElseThrow();
        requireNested(term);
        List<List<Integer>> rows = new ArrayList<>();
        for (int level = 0; level < term.m(); level++) rows.add(new ArrayList<>());
        for (int i = 0; i < design.n(); i++) rows.get(term.level()[i]).add(i);
        double[][] meat = new double[p][p];
        int m = 0;
        for (List<Integer> level : rows) {
            if (level.isEmpty()) continue;
            cancellation.run();
            m++;
            double[] u = score(level.stream().mapToInt(Integer::intValue).toArray(), type);
            for (int i = 0; i < p; i++) for (int j = 0; j < p; j++) meat[i][j] += u[i] * u[j];
        }
        DMatrixRMaj half = new DMatrixRMaj(p, p);
        DMatrixRMaj whole = new DMatrixRMaj(p, p);
        CommonOps_DDRM.mult(covariance, new DMatrixRMaj(meat), half);
        CommonOps_DDRM.mult(half, covariance, whole);
        double factor = type == RobustVcov.Type.CR1 ? m / (m - 1.0) : 1;
        for (int i = 0; i < p; i++) for (int j = 0; j <= i; j++) triangle[i][j] = factor * whole.get(i, j);
    }

    private void requireNested(RandomDesign group) {
        for (RandomDesign other : design.random()) {
            Map<Integer, Integer> within = new HashMap<>();
            for (int i = 0; i < design.n(); i++) {
                Integer known = within.putIfAbsent(other.level()[i], group.level()[i]);
                if (known != null && known != group.level()[i])
                    throw new GlmmException(
                            ErrorCode.NOT_APPLICABLE,
                            "a robust covariance takes the levels of " + group.group()
                                    + " as independent, and a level of "
                                    + other.group()
                                    + " has rows in several of them; name the outermost grouping factor, or write vcov = model");
            }
        }
    }

    private double[] score(int[] rows, RobustVcov.Type type) {
        int n = rows.length;
        int p = beta.length;
        if (n > MOST_ROWS)
            throw new GlmmException(
                    ErrorCode.LIMIT,
                    "a level has " + n + " rows, and a robust covariance of a gaussian model takes at most " + MOST_ROWS
                            + " of a level; write vcov = model");
        DMatrixRMaj x = new DMatrixRMaj(n, p);
        DMatrixRMaj e = new DMatrixRMaj(n, 1);
        double[] offset = design.mean().offset();
        for (int r = 0; r < n; r++) {
            double rest = design.response().y()[rows[r]] - (offset == null ? 0 : offset[rows[r]]);
            for (int j = 0; j < p; j++) {
                double value = design.fixed().columns()[j][rows[r]];
                x.set(r, j, value);
                rest -= value * beta[j];
            }
            e.set(r, 0, rest);
        }
        DMatrixRMaj v = covarianceOf(rows);
        if (type == RobustVcov.Type.CR2) e = adjusted(v, x, e);
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.chol(n);
        DMatrixRMaj solved = new DMatrixRMaj(n, 1);
        if (!solver.setA(v.copy())) throw new IllegalStateException("the covariance of a level is not positive");
        solver.solve(e, solved);
        DMatrixRMaj u = new DMatrixRMaj(p, 1);
        CommonOps_DDRM.multTransA(x, solved, u);
        return u.getData();
    }

    private DMatrixRMaj covarianceOf(int[] rows) {
        int n = rows.length;
        DMatrixRMaj v = new DMatrixRMaj(n, n);
        for (int t = 0; t < sigma.size(); t++) {
            RandomDesign term = design.random().get(t);
            int q = term.q();
            for (int a = 0; a < n; a++)
                for (int b = 0; b <= a; b++) {
                    if (term.level()[rows[a]] != term.level()[rows[b]]) continue;
                    double sum = 0;
                    for (int i = 0; i < q; i++)
                        for (int j = 0; j < q; j++)
                            sum += term.z()[i][rows[a]] * sigma.get(t)[i * q + j] * term.z()[j][rows[b]];
                    v.add(a, b, sum);
                    if (a != b) v.add(b, a, sum);
                }
        }
        double[] weights = design.weights();
        for (int a = 0; a < n; a++) v.add(a, a, variance / (weights == null ? 1 : weights[rows[a]]));
        return v;
    }

    /** A e. */
    private DMatrixRMaj adjusted(DMatrixRMaj v, DMatrixRMaj x, DMatrixRMaj e) {
        int n = v.numRows;
        CholeskyDecomposition_F64<DMatrixRMaj> cholesky = DecompositionFactory_DDRM.chol(n, false);
        if (!cholesky.decompose(v.copy())) throw new IllegalStateException("the covariance of a level is not positive");
        DMatrixRMaj d = cholesky.getT(null);
        DMatrixRMaj xc = new DMatrixRMaj(n, x.numCols);
        CommonOps_DDRM.mult(x, covariance, xc);
        DMatrixRMaj rest = v.copy();
        CommonOps_DDRM.multAddTransB(-1, xc, x, rest);
        DMatrixRMaj half = new DMatrixRMaj(n, n);
        DMatrixRMaj middle = new DMatrixRMaj(n, n);
        CommonOps_DDRM.mult(d, rest, half);
        CommonOps_DDRM.multTransB(half, d, middle);
        for (int i = 0; i < n; i++)
            for (int j = 0; j < i; j++) {
                double mean = (middle.get(i, j) + middle.get(j, i)) / 2;
                middle.set(i, j, mean);
                middle.set(j, i, mean);
            }
        EigenDecomposition_F64<DMatrixRMaj> eigen = DecompositionFactory_DDRM.eig(n, true, true);
        if (!eigen.decompose(middle)) throw new IllegalStateException("no eigenvalues of a covariance matrix");
        DMatrixRMaj de = new DMatrixRMaj(n, 1);
        CommonOps_DDRM.mult(d, e, de);
        double largest = 0;
        for (int k = 0; k < n; k++)
            largest = Math.max(largest, eigen.getEigenvalue(k).getReal());
        DMatrixRMaj rooted = new DMatrixRMaj(n, 1);
        for (int k = 0; k < n; k++) {
            double value = eigen.getEigenvalue(k).getReal();
            if (!(value > NO_EIGENVALUE * largest)) continue;
            DMatrixRMaj vector = eigen.getEigenVector(k);
            CommonOps_DDRM.addEquals(rooted, CommonOps_DDRM.dot(vector, de) / Math.sqrt(value), vector);
        }
        DMatrixRMaj result = new DMatrixRMaj(n, 1);
        CommonOps_DDRM.multTransA(d, rooted, result);
        return result;
    }
}
